CREATE TABLE "commitments" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"contact" bigint,
	"reply" bigint,
	"instruction" bigint,
	"who" text NOT NULL,
	"body" text,
	"branch" text,
	"staff" bigint,
	"text" text NOT NULL,
	"due_on" date NOT NULL,
	"source" text NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "commitment_who" CHECK ("commitments"."who" in ('body','branch','centre') and ("commitments"."who" = 'body') = ("commitments"."body" is not null)),
	CONSTRAINT "commitment_source" CHECK ("commitments"."source" in ('found','staff'))
);
--> statement-breakpoint
CREATE TABLE "reply_opinions" (
	"reply" bigint NOT NULL,
	"case_id" bigint NOT NULL,
	"opinion" text NOT NULL,
	"text" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reply_opinions_reply_case_id_pk" PRIMARY KEY("reply","case_id"),
	CONSTRAINT "opinion_word" CHECK ("reply_opinions"."opinion" in ('answered','partly','not'))
);
--> statement-breakpoint
ALTER TABLE "deadlines" DROP CONSTRAINT "deadline_kind";--> statement-breakpoint
ALTER TABLE "replies" ALTER COLUMN "grade" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "reply" bigint;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "source" text DEFAULT 'staff' NOT NULL;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "mail" bigint;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "form" jsonb;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "graded_by" bigint;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "graded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_body_bodies_id_fk" FOREIGN KEY ("body") REFERENCES "public"."bodies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commitments_case" ON "commitments" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "commitments_body" ON "commitments" USING btree ("body","id") WHERE body is not null;--> statement-breakpoint
CREATE INDEX "commitments_reply" ON "commitments" USING btree ("reply") WHERE reply is not null;--> statement-breakpoint
CREATE INDEX "reply_opinions_case" ON "reply_opinions" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "replies_ungraded" ON "replies" USING btree ("contact") WHERE grade is null;--> statement-breakpoint
CREATE UNIQUE INDEX "replies_mail" ON "replies" USING btree ("mail") WHERE mail is not null;--> statement-breakpoint
CREATE INDEX "deadlines_promised" ON "deadlines" USING btree ("kind","due_at","id") WHERE closed_at is null and kind in ('action','reply','instruction','commitment');--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "reply_source" CHECK ("replies"."source" in ('staff','mail','form'));--> statement-breakpoint
ALTER TABLE "replies" ADD CONSTRAINT "reply_grade" CHECK ("replies"."grade" in ('substantive','holding','forwarded','refusal','brush-off'));--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadline_kind" CHECK ("deadlines"."kind" in ('response','action','reply','instruction','confirmation','overall','commitment'));--> statement-breakpoint
UPDATE "policies" SET "data" = jsonb_set("data", '{ladders,commitment}', '[{"name": "reminder", "when": {"from": "due", "workingDays": -1, "at": "10:00"}, "actions": [{"do": "tell", "whom": "owner"}]}, {"name": "due", "when": {"from": "due", "minutes": 0}, "actions": [{"do": "verdict"}, {"do": "tell", "whom": "owner"}, {"do": "tell", "whom": "branch-head"}]}, {"name": "central", "when": {"from": "due", "workingDays": 3, "at": "10:00"}, "actions": [{"do": "raise", "level": "central"}, {"do": "tell", "whom": "central-duty"}]}]') WHERE NOT "data"->'ladders' ? 'commitment';
