CREATE TABLE "verdict_corrections" (
	"deadline_id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"verdict" text NOT NULL,
	"event_id" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "correction_word" CHECK ("verdict_corrections"."verdict" = 'met')
);
--> statement-breakpoint
ALTER TABLE "verdict_corrections" ADD CONSTRAINT "verdict_corrections_deadline_id_verdicts_deadline_id_fk" FOREIGN KEY ("deadline_id") REFERENCES "public"."verdicts"("deadline_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "verdict_corrections_case" ON "verdict_corrections" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "cases_owner" ON "cases" USING btree ("owner","id");