CREATE TABLE "ledger_days" (
	"date" date PRIMARY KEY NOT NULL,
	"closed_at" timestamp (3) with time zone NOT NULL,
	"previous" date,
	"previous_root" "bytea",
	"root" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL,
	"key" "bytea" NOT NULL,
	"leaves" integer NOT NULL,
	"answers" jsonb NOT NULL,
	"met" integer NOT NULL,
	"missed" integer NOT NULL,
	"late" integer NOT NULL,
	"cases" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_heads" (
	"case_id" bigint NOT NULL,
	"date" date NOT NULL,
	"place" integer NOT NULL,
	"number" text NOT NULL,
	"events" integer NOT NULL,
	"head" "bytea" NOT NULL,
	CONSTRAINT "ledger_heads_case_id_date_pk" PRIMARY KEY("case_id","date")
);
--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD CONSTRAINT "ledger_heads_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD CONSTRAINT "ledger_heads_date_ledger_days_date_fk" FOREIGN KEY ("date") REFERENCES "public"."ledger_days"("date") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_heads_day" ON "ledger_heads" USING btree ("date","place");