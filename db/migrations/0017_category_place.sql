ALTER TABLE "categories" ADD COLUMN "place" text;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_place" CHECK ("categories"."place" = 'hidden');