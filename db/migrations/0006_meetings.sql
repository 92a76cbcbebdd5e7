CREATE TABLE "help_requests" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"branch" text NOT NULL,
	"asked_by" bigint NOT NULL,
	"question" text NOT NULL,
	"tried" text NOT NULL,
	"needed" text NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"taken_by" bigint,
	"taken_at" timestamp (3) with time zone,
	"answered_by" bigint,
	"answered_at" timestamp (3) with time zone,
	"answer" text,
	"instruction" bigint,
	"withdrawn_by" bigint,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "help_state" CHECK ("help_requests"."state" in ('open','taken','answered','instructed','withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "meeting_cases" (
	"meeting" bigint NOT NULL,
	"case_id" bigint NOT NULL,
	CONSTRAINT "meeting_cases_meeting_case_id_pk" PRIMARY KEY("meeting","case_id")
);
--> statement-breakpoint
CREATE TABLE "meeting_decisions" (
	"id" bigint PRIMARY KEY NOT NULL,
	"meeting" bigint NOT NULL,
	"position" integer NOT NULL,
	"case_id" bigint NOT NULL,
	"text" text NOT NULL,
	"instruction" bigint,
	"no_action" text,
	CONSTRAINT "decision_has_its_end" CHECK (num_nonnulls("meeting_decisions"."instruction", "meeting_decisions"."no_action") = 1)
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" bigint PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"agenda" text NOT NULL,
	"place" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"organiser" bigint NOT NULL,
	"branch" text NOT NULL,
	"staff" bigint[] NOT NULL,
	"bodies" text[] NOT NULL,
	"sequence" integer NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"cancel_reason" text,
	"held_at" timestamp (3) with time zone,
	"minutes_by" bigint,
	CONSTRAINT "meeting_state" CHECK ("meetings"."state" in ('called','held','cancelled')),
	CONSTRAINT "meeting_lasts" CHECK ("meetings"."ends_at" > "meetings"."starts_at")
);
--> statement-breakpoint
ALTER TABLE "deadlines" DROP CONSTRAINT "deadline_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_one_recipient";--> statement-breakpoint
ALTER TABLE "instruction_reports" ADD COLUMN "returned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "instruction_reports" ADD COLUMN "returned_by" bigint;--> statement-breakpoint
ALTER TABLE "instruction_reports" ADD COLUMN "return_reason" text;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "branch" text;--> statement-breakpoint
UPDATE "instructions" i SET "branch" = coalesce((SELECT s."branch" FROM "staff" s WHERE s."id" = i."responsible"), 'KZ');--> statement-breakpoint
ALTER TABLE "instructions" ALTER COLUMN "branch" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "public_text" text;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "accepted_by" bigint;--> statement-breakpoint
ALTER TABLE "instructions" ADD COLUMN "extensions" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "guest" text;--> statement-breakpoint
CREATE INDEX "help_case" ON "help_requests" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "help_due" ON "help_requests" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "help_waiting" ON "help_requests" USING btree ("due_at","id") WHERE state in ('open','taken');--> statement-breakpoint
CREATE INDEX "help_branch" ON "help_requests" USING btree ("branch","due_at","id");--> statement-breakpoint
CREATE INDEX "meeting_cases_case" ON "meeting_cases" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "meeting_decisions_meeting" ON "meeting_decisions" USING btree ("meeting","position");--> statement-breakpoint
CREATE INDEX "instructions_author" ON "instructions" USING btree ("author","due_on") WHERE state <> 'accepted';--> statement-breakpoint
CREATE INDEX "instructions_helpers" ON "instructions" USING gin ("co_executors") WHERE state <> 'accepted';--> statement-breakpoint
CREATE INDEX "instructions_control" ON "instructions" USING btree ("due_on","id") WHERE state <> 'accepted';--> statement-breakpoint
CREATE INDEX "instructions_branch" ON "instructions" USING btree ("branch","due_on","id");--> statement-breakpoint
CREATE INDEX "instructions_due" ON "instructions" USING btree ("due_on","id");--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadline_kind" CHECK ("deadlines"."kind" in ('response','action','reply','instruction','confirmation','overall','commitment','help'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_one_recipient" CHECK (num_nonnulls("outbox"."staff", "outbox"."reporter_of", "outbox"."follower", "outbox"."guest") = 1);--> statement-breakpoint
UPDATE "policies" SET "data" = jsonb_set("data", '{ladders,help}', '[{"name": "asked", "when": {"from": "opened", "minutes": 0}, "actions": [{"do": "tell", "whom": "central-duty"}]}, {"name": "reminder", "when": {"from": "due", "minutes": -60}, "actions": [{"do": "tell", "whom": "central-duty"}]}, {"name": "due", "when": {"from": "due", "minutes": 0}, "actions": [{"do": "verdict"}, {"do": "tell", "whom": "central-head"}]}, {"name": "head", "when": {"from": "due", "minutes": 1440}, "actions": [{"do": "wall"}, {"do": "tell", "whom": "central-head"}]}]') WHERE NOT "data"->'ladders' ? 'help';
