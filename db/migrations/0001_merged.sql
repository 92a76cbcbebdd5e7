CREATE INDEX "cases_merged" ON "cases" USING btree ("merged_into") WHERE merged_into is not null;--> statement-breakpoint
-- Room on the page for the next version of a row: a case that is only touched then needs no new index entries.
ALTER TABLE "cases" SET (fillfactor = 80);
--> statement-breakpoint
ALTER TABLE "deadlines" SET (fillfactor = 80);
