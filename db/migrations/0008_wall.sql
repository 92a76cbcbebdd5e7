CREATE INDEX "cases_unanswered" ON "cases" USING btree ("respond_by","id") WHERE status in ('received','reopened');--> statement-breakpoint
-- More is counted than before: everything is folded anew from the first event.
TRUNCATE "figures", "case_figures", "staff_load", "fold_cursor";
