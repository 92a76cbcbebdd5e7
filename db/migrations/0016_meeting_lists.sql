ALTER TABLE "meetings" ADD COLUMN "put_off" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "owed_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "meetings_called" ON "meetings" USING btree ("starts_at","id") WHERE state = 'called';--> statement-breakpoint
CREATE INDEX "meetings_past" ON "meetings" USING btree ("starts_at","id") WHERE state <> 'called';--> statement-breakpoint
CREATE INDEX "meetings_past_branch" ON "meetings" USING btree ("branch","starts_at","id") WHERE state <> 'called';--> statement-breakpoint
CREATE INDEX "meetings_people" ON "meetings" USING gin ("staff");