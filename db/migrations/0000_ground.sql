CREATE SEQUENCE "public"."case_serial" INCREMENT BY 20 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."id_blocks" INCREMENT BY 1000 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1000 CACHE 1;--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"contact" bigint,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"bytes" "bytea",
	"public" boolean NOT NULL,
	"by_kind" text NOT NULL,
	"by_staff" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	"hidden_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" bigint PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"kind" text NOT NULL,
	"category" text NOT NULL,
	"severity" smallint NOT NULL,
	"region" text,
	"district" text,
	"address" text,
	"lat" double precision,
	"lon" double precision,
	"title" text,
	"text" text NOT NULL,
	"language" text NOT NULL,
	"channel" text NOT NULL,
	"source" text,
	"external_id" text,
	"public" boolean NOT NULL,
	"status" text NOT NULL,
	"stage" smallint NOT NULL,
	"level" text NOT NULL,
	"branch" text NOT NULL,
	"owner" bigint NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"respond_by" timestamp (3) with time zone NOT NULL,
	"responded_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"next_deadline" bigint,
	"next_deadline_open" boolean GENERATED ALWAYS AS (true) STORED,
	"raised_at" timestamp (3) with time zone,
	"on_wall" boolean DEFAULT false NOT NULL,
	"decided_by" bigint,
	"decided_as" text,
	"decided_at" timestamp (3) with time zone,
	"disputed_person" bigint,
	"rejection_disputes" smallint DEFAULT 0 NOT NULL,
	"under_way" boolean DEFAULT false NOT NULL,
	"needs_second_signature" boolean DEFAULT false NOT NULL,
	"merged_into" bigint,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"public_answer" jsonb,
	"tracking_hash" "bytea" NOT NULL,
	"supporters" integer DEFAULT 0 NOT NULL,
	"search" "tsvector",
	"updated_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "case_kind" CHECK ("cases"."kind" in ('problem','complaint','proposal')),
	CONSTRAINT "case_severity" CHECK ("cases"."severity" between 1 and 4),
	CONSTRAINT "case_level" CHECK ("cases"."level" in ('district','region','central')),
	CONSTRAINT "case_status" CHECK ("cases"."status" in ('received','responded','in_progress','resolved','closed','rejected','merged','reopened')),
	CONSTRAINT "open_case_has_open_deadline" CHECK (("cases"."status" in ('closed','rejected','merged')) = ("cases"."next_deadline" is null)),
	CONSTRAINT "ended_case_says_why" CHECK ("cases"."status" not in ('rejected','merged') or "cases"."public_answer" is not null)
);
--> statement-breakpoint
CREATE TABLE "reporter_readings" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"staff" bigint NOT NULL,
	"role" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reporters" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"sealed" "bytea",
	"has_email" boolean NOT NULL,
	"iin_hash" "bytea",
	"phone_hash" "bytea",
	"email_hash" "bytea",
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "supporters" (
	"case_id" bigint NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"sealed" "bytea",
	"language" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "supporters_case_id_key_hash_pk" PRIMARY KEY("case_id","key_hash")
);
--> statement-breakpoint
CREATE TABLE "contact_cases" (
	"contact" bigint NOT NULL,
	"case_id" bigint NOT NULL,
	CONSTRAINT "contact_cases_contact_case_id_pk" PRIMARY KEY("contact","case_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" bigint PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"channel" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"language" text NOT NULL,
	"branch" text NOT NULL,
	"author" bigint NOT NULL,
	"author_role" text NOT NULL,
	"year" integer NOT NULL,
	"serial" integer NOT NULL,
	"outgoing_number" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"delivery" text NOT NULL,
	"delivery_note" text,
	"registered_on" date,
	"incoming_number" text,
	"reply_due_on" date,
	"extended_until" date,
	"redirected_from" bigint,
	"answered_at" timestamp (3) with time zone,
	"state" text NOT NULL,
	"data" jsonb,
	CONSTRAINT "contact_state" CHECK ("contacts"."state" in ('open','answered','redirected','withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "instruction_reports" (
	"id" bigint PRIMARY KEY NOT NULL,
	"instruction" bigint NOT NULL,
	"text" text NOT NULL,
	"final" integer NOT NULL,
	"by" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "instructions" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"text" text NOT NULL,
	"author" bigint NOT NULL,
	"responsible" bigint NOT NULL,
	"co_executors" bigint[] NOT NULL,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"extension" jsonb,
	CONSTRAINT "instruction_state" CHECK ("instructions"."state" in ('open','reported','accepted'))
);
--> statement-breakpoint
CREATE TABLE "outgoing_counters" (
	"branch" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "outgoing_counters_branch_year_pk" PRIMARY KEY("branch","year")
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" bigint PRIMARY KEY NOT NULL,
	"contact" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"incoming_number" text,
	"text" text NOT NULL,
	"grade" text NOT NULL,
	"recorded_by" bigint,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"subject" bigint,
	"severity" smallint NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"policy" integer NOT NULL,
	"calendar" integer NOT NULL,
	"because" jsonb NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" bigint,
	"outcome" text,
	"open" boolean GENERATED ALWAYS AS (closed_at is null) STORED,
	"next_rung" smallint NOT NULL,
	"wake_at" timestamp (3) with time zone,
	"failures" smallint DEFAULT 0 NOT NULL,
	"fault" text,
	CONSTRAINT "deadlines_id_open" UNIQUE("id","open"),
	CONSTRAINT "deadline_kind" CHECK ("deadlines"."kind" in ('response','action','reply','instruction','confirmation','overall')),
	CONSTRAINT "deadline_outcome" CHECK (("deadlines"."closed_at" is null) = ("deadlines"."outcome" is null)),
	CONSTRAINT "deadline_closed_sleeps" CHECK ("deadlines"."closed_at" is null or "deadlines"."wake_at" is null)
);
--> statement-breakpoint
CREATE TABLE "rungs" (
	"deadline_id" bigint NOT NULL,
	"rung" text NOT NULL,
	"position" smallint NOT NULL,
	"case_id" bigint NOT NULL,
	"rung_due_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone NOT NULL,
	"late" boolean NOT NULL,
	"skipped" boolean NOT NULL,
	"event_id" bigint NOT NULL,
	CONSTRAINT "rungs_deadline_id_rung_pk" PRIMARY KEY("deadline_id","rung")
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"deadline_id" bigint PRIMARY KEY NOT NULL,
	"case_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"verdict" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"event_id" bigint NOT NULL,
	"relied_on" bigint,
	"policy" integer NOT NULL,
	"calendar" integer NOT NULL,
	"branch" text NOT NULL,
	"owner" bigint NOT NULL,
	"body" text,
	CONSTRAINT "verdict_word" CHECK ("verdicts"."verdict" in ('met','missed')),
	CONSTRAINT "met_relies_on_event" CHECK ("verdicts"."verdict" = 'missed' or "verdicts"."relied_on" is not null)
);
--> statement-breakpoint
CREATE TABLE "case_figures" (
	"case_id" bigint PRIMARY KEY NOT NULL,
	"keys" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figures" (
	"scope" text NOT NULL,
	"metric" text NOT NULL,
	"day" text DEFAULT '' NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "figures_scope_metric_day_pk" PRIMARY KEY("scope","metric","day")
);
--> statement-breakpoint
CREATE TABLE "fold_cursor" (
	"name" text PRIMARY KEY NOT NULL,
	"xid" "xid8" NOT NULL,
	"event_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"request" "bytea" NOT NULL,
	"status" integer NOT NULL,
	"body" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"version" integer PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"data" jsonb NOT NULL,
	"note" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" bigint,
	"tried_at" timestamp (3) with time zone,
	"trial" jsonb,
	"activated_at" timestamp (3) with time zone,
	"activated_by" bigint,
	CONSTRAINT "policy_state" CHECK ("policies"."state" in ('draft','active','retired'))
);
--> statement-breakpoint
CREATE TABLE "pulses" (
	"job" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ok" boolean NOT NULL,
	"did" jsonb NOT NULL,
	"fault" text
);
--> statement-breakpoint
CREATE TABLE "staff_load" (
	"staff" bigint PRIMARY KEY NOT NULL,
	"open" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"case_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"by_kind" text NOT NULL,
	"by_staff" bigint,
	"by_name" text,
	"by_role" text,
	"public" boolean NOT NULL,
	"data" jsonb NOT NULL,
	"erasable" jsonb,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"staff" bigint,
	"reporter_of" bigint,
	"follower" "bytea",
	"language" text NOT NULL,
	"case_id" bigint,
	"event_id" bigint,
	"data" jsonb NOT NULL,
	"once_key" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"send_after" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"carried_by" bigint,
	"fault" text,
	CONSTRAINT "outbox_state" CHECK ("outbox"."state" in ('queued','sending','sent','bundled','failed','unknown')),
	CONSTRAINT "outbox_one_recipient" CHECK (num_nonnulls("outbox"."staff", "outbox"."reporter_of", "outbox"."follower") = 1)
);
--> statement-breakpoint
CREATE TABLE "bodies" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"region" text,
	"district" text,
	"parent" text,
	"name" jsonb NOT NULL,
	"name_status" text,
	"competences" text[] DEFAULT '{}'::text[] NOT NULL,
	"email" text,
	"postal" jsonb,
	"phone" text,
	"reply_term" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"note" text,
	"shipped_hash" text,
	"edited" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "branches" (
	"code" text PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"parent" text,
	"region" text,
	"district" text,
	"backup" text,
	"name" jsonb NOT NULL,
	"timezone" text NOT NULL,
	"email" text,
	"active" boolean DEFAULT true NOT NULL,
	"shipped_hash" text,
	"edited" boolean DEFAULT false NOT NULL,
	CONSTRAINT "branches_level" CHECK ("branches"."level" in ('central', 'region', 'district')),
	CONSTRAINT "branches_parent_of_all_but_central" CHECK (("branches"."level" = 'central') = ("branches"."parent" is null))
);
--> statement-breakpoint
CREATE TABLE "calendars" (
	"version" integer PRIMARY KEY NOT NULL,
	"days" jsonb NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" bigint,
	"shipped_hash" text,
	CONSTRAINT "calendars_shipped_hash_unique" UNIQUE("shipped_hash")
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" text PRIMARY KEY NOT NULL,
	"parent" text,
	"name" jsonb NOT NULL,
	"severity" integer NOT NULL,
	"overall_days" integer NOT NULL,
	"level" text,
	"branch" text,
	"competent" text[] DEFAULT '{}'::text[] NOT NULL,
	"example" jsonb,
	"keywords" jsonb,
	"sort" integer NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"shipped_hash" text,
	"edited" boolean DEFAULT false NOT NULL,
	CONSTRAINT "categories_severity" CHECK ("categories"."severity" between 1 and 4),
	CONSTRAINT "categories_overall_days" CHECK ("categories"."overall_days" > 0),
	CONSTRAINT "categories_level" CHECK ("categories"."level" in ('region', 'central'))
);
--> statement-breakpoint
CREATE TABLE "districts" (
	"kato" text PRIMARY KEY NOT NULL,
	"region" text NOT NULL,
	"kind" text NOT NULL,
	"name" jsonb NOT NULL,
	"name_status" text,
	"note" text,
	"shipped_hash" text,
	"edited" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_terms" (
	"id" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"days" integer,
	"unit" text,
	"rule" jsonb NOT NULL,
	"source" text NOT NULL,
	"shipped_hash" text,
	"edited" boolean DEFAULT false NOT NULL,
	CONSTRAINT "legal_terms_id_valid_from_pk" PRIMARY KEY("id","valid_from"),
	CONSTRAINT "legal_terms_unit" CHECK ("legal_terms"."unit" in ('working', 'calendar')),
	CONSTRAINT "legal_terms_span" CHECK ("legal_terms"."valid_to" >= "legal_terms"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "reference_stamp" (
	"id" integer PRIMARY KEY NOT NULL,
	"stamp" bigint NOT NULL,
	"shipped_hash" text,
	CONSTRAINT "reference_stamp_one_row" CHECK ("reference_stamp"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "regions" (
	"code" text PRIMARY KEY NOT NULL,
	"digits" text NOT NULL,
	"kato" text NOT NULL,
	"slug" text NOT NULL,
	"kind" text NOT NULL,
	"name" jsonb NOT NULL,
	"centre" jsonb NOT NULL,
	"timezone" text NOT NULL,
	"geometry" jsonb NOT NULL,
	"sort" integer NOT NULL,
	"shipped_hash" text,
	"edited" boolean DEFAULT false NOT NULL,
	CONSTRAINT "regions_digits_unique" UNIQUE("digits"),
	CONSTRAINT "regions_kato_unique" UNIQUE("kato"),
	CONSTRAINT "regions_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "absences" (
	"id" bigint PRIMARY KEY NOT NULL,
	"staff" bigint NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	CONSTRAINT "absence_forward" CHECK ("absences"."ends_at" > "absences"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" bigint PRIMARY KEY NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"staff" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" bigint,
	"disabled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "config_log" (
	"id" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"staff" bigint,
	"what" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "duty" (
	"id" bigint PRIMARY KEY NOT NULL,
	"branch" text NOT NULL,
	"staff" bigint NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"rotation" bigint,
	"swapped_from" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "duty_forward" CHECK ("duty"."ends_at" > "duty"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "rotations" (
	"id" bigint PRIMARY KEY NOT NULL,
	"branch" text NOT NULL,
	"members" bigint[] NOT NULL,
	"starts_on" text NOT NULL,
	"shift_days" integer NOT NULL,
	"handover" text NOT NULL,
	"written_until" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"staff" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"locked" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" bigint PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	"branch" text NOT NULL,
	"language" text DEFAULT 'ru' NOT NULL,
	"password_hash" text,
	"totp_secret" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"calendar_token" "bytea",
	CONSTRAINT "staff_has_role" CHECK (cardinality("staff"."roles") > 0)
);
--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_category_categories_id_fk" FOREIGN KEY ("category") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_region_regions_code_fk" FOREIGN KEY ("region") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_district_districts_kato_fk" FOREIGN KEY ("district") REFERENCES "public"."districts"("kato") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_branch_branches_code_fk" FOREIGN KEY ("branch") REFERENCES "public"."branches"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_owner_staff_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "case_next_deadline_is_open" FOREIGN KEY ("next_deadline","next_deadline_open") REFERENCES "public"."deadlines"("id","open") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_body_bodies_id_fk" FOREIGN KEY ("body") REFERENCES "public"."bodies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_region_regions_code_fk" FOREIGN KEY ("region") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_district_districts_kato_fk" FOREIGN KEY ("district") REFERENCES "public"."districts"("kato") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_parent_bodies_id_fk" FOREIGN KEY ("parent") REFERENCES "public"."bodies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branches" ADD CONSTRAINT "branches_parent_branches_code_fk" FOREIGN KEY ("parent") REFERENCES "public"."branches"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branches" ADD CONSTRAINT "branches_region_regions_code_fk" FOREIGN KEY ("region") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branches" ADD CONSTRAINT "branches_district_districts_kato_fk" FOREIGN KEY ("district") REFERENCES "public"."districts"("kato") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branches" ADD CONSTRAINT "branches_backup_branches_code_fk" FOREIGN KEY ("backup") REFERENCES "public"."branches"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent_categories_id_fk" FOREIGN KEY ("parent") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "districts" ADD CONSTRAINT "districts_region_regions_code_fk" FOREIGN KEY ("region") REFERENCES "public"."regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absences" ADD CONSTRAINT "absences_staff_staff_id_fk" FOREIGN KEY ("staff") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_staff_staff_id_fk" FOREIGN KEY ("staff") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty" ADD CONSTRAINT "duty_staff_staff_id_fk" FOREIGN KEY ("staff") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_staff_staff_id_fk" FOREIGN KEY ("staff") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_case" ON "attachments" USING btree ("case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_number" ON "cases" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_external" ON "cases" USING btree ("source","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_tracking" ON "cases" USING btree ("tracking_hash");--> statement-breakpoint
CREATE INDEX "cases_owner_due" ON "cases" USING btree ("owner","due_at","id") WHERE status not in ('closed','rejected','merged');--> statement-breakpoint
CREATE INDEX "cases_branch_due" ON "cases" USING btree ("branch","due_at","id") WHERE status not in ('closed','rejected','merged');--> statement-breakpoint
CREATE INDEX "cases_due" ON "cases" USING btree ("due_at","id") WHERE status not in ('closed','rejected','merged');--> statement-breakpoint
CREATE INDEX "cases_branch" ON "cases" USING btree ("branch","id");--> statement-breakpoint
CREATE INDEX "cases_status" ON "cases" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "cases_wall" ON "cases" USING btree ("raised_at","id") WHERE raised_at is not null and status not in ('closed','rejected','merged');--> statement-breakpoint
CREATE INDEX "cases_reported" ON "cases" USING btree ("reported_at","id");--> statement-breakpoint
CREATE INDEX "cases_search" ON "cases" USING gin ("search");--> statement-breakpoint
CREATE INDEX "reporter_readings_case" ON "reporter_readings" USING btree ("case_id","at");--> statement-breakpoint
CREATE INDEX "reporters_iin" ON "reporters" USING btree ("iin_hash") WHERE iin_hash is not null;--> statement-breakpoint
CREATE INDEX "reporters_phone" ON "reporters" USING btree ("phone_hash") WHERE phone_hash is not null;--> statement-breakpoint
CREATE INDEX "reporters_email" ON "reporters" USING btree ("email_hash") WHERE email_hash is not null;--> statement-breakpoint
CREATE INDEX "contact_cases_case" ON "contact_cases" USING btree ("case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_number" ON "contacts" USING btree ("branch","year","serial");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_outgoing" ON "contacts" USING btree ("outgoing_number");--> statement-breakpoint
CREATE INDEX "contacts_body" ON "contacts" USING btree ("body","id");--> statement-breakpoint
CREATE INDEX "instruction_reports_instruction" ON "instruction_reports" USING btree ("instruction");--> statement-breakpoint
CREATE INDEX "instructions_case" ON "instructions" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "instructions_responsible" ON "instructions" USING btree ("responsible","due_on") WHERE state <> 'accepted';--> statement-breakpoint
CREATE INDEX "replies_contact" ON "replies" USING btree ("contact");--> statement-breakpoint
CREATE INDEX "deadlines_wake" ON "deadlines" USING btree ("wake_at","id") WHERE wake_at is not null;--> statement-breakpoint
CREATE INDEX "deadlines_case" ON "deadlines" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "deadlines_subject" ON "deadlines" USING btree ("subject") WHERE subject is not null;--> statement-breakpoint
CREATE INDEX "deadlines_fault" ON "deadlines" USING btree ("id") WHERE fault is not null;--> statement-breakpoint
CREATE INDEX "verdicts_case" ON "verdicts" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "figures_day" ON "figures" USING btree ("day");--> statement-breakpoint
CREATE INDEX "idempotency_expiry" ON "idempotency" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "events_feed" ON "events" USING btree ("xid","id");--> statement-breakpoint
CREATE INDEX "events_case" ON "events" USING btree ("case_id","xid","id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("send_after","id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "outbox_lease" ON "outbox" USING btree ("lease_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "outbox_staff" ON "outbox" USING btree ("staff","send_after") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "outbox_case" ON "outbox" USING btree ("case_id") WHERE case_id is not null;--> statement-breakpoint
CREATE INDEX "outbox_trouble" ON "outbox" USING btree ("id") WHERE state in ('failed','unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("once_key");--> statement-breakpoint
CREATE INDEX "bodies_region" ON "bodies" USING btree ("region","kind");--> statement-breakpoint
CREATE INDEX "branches_parent" ON "branches" USING btree ("parent");--> statement-breakpoint
CREATE INDEX "districts_region" ON "districts" USING btree ("region");--> statement-breakpoint
CREATE INDEX "absences_ends" ON "absences" USING btree ("ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "config_log_at" ON "config_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "duty_branch_ends" ON "duty" USING btree ("branch","ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "duty_rotation_shift" ON "duty" USING btree ("rotation","starts_at");--> statement-breakpoint
CREATE INDEX "sessions_staff" ON "sessions" USING btree ("staff");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_email" ON "staff" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "staff_branch" ON "staff" USING btree ("branch");--> statement-breakpoint
-- The central desk: a position that always exists, so that a case always has an owner. Nobody can sign in as it.
INSERT INTO "staff" ("id", "email", "name", "roles", "branch", "language", "created_at") VALUES (1, 'desk@central.invalid', 'Орталық кезекші үстелі', '{desk}', 'KZ', 'kk', '2026-01-01T00:00:00Z');
