DROP INDEX "figures_day";--> statement-breakpoint
CREATE INDEX "figures_day" ON "figures" USING btree ("day","metric","scope");