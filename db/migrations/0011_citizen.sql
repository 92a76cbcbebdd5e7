CREATE TABLE "abuse_reports" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"reason" text NOT NULL,
	"text" text,
	"file" bigint,
	"key_hash" "bytea" NOT NULL,
	"language" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"handled_at" timestamp (3) with time zone,
	"handled_by" bigint,
	"outcome" text,
	CONSTRAINT "abuse_reason" CHECK ("abuse_reports"."reason" in ('personal-data','insult','false','advert','other')),
	CONSTRAINT "abuse_outcome" CHECK ("abuse_reports"."outcome" in ('removed','kept')),
	CONSTRAINT "abuse_handled" CHECK (num_nonnulls("abuse_reports"."handled_at", "abuse_reports"."handled_by", "abuse_reports"."outcome") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "followers" (
	"id" bigint NOT NULL,
	"case_id" bigint NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"sealed" "bytea" NOT NULL,
	"language" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "followers_case_id_key_hash_pk" PRIMARY KEY("case_id","key_hash")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "abuse_reports_once" ON "abuse_reports" USING btree ("case_id","key_hash");--> statement-breakpoint
CREATE INDEX "abuse_reports_open" ON "abuse_reports" USING btree ("at","id") WHERE handled_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "followers_id" ON "followers" USING btree ("id");--> statement-breakpoint
CREATE INDEX "followers_asked" ON "followers" USING btree ("key_hash","asked_at") WHERE confirmed_at is null;--> statement-breakpoint
CREATE INDEX "followers_unconfirmed" ON "followers" USING btree ("asked_at") WHERE confirmed_at is null;--> statement-breakpoint
ALTER TABLE "supporters" DROP COLUMN "sealed";