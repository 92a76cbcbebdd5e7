CREATE TABLE "presence" (
	"case_id" bigint NOT NULL,
	"staff" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presence_case_id_staff_pk" PRIMARY KEY("case_id","staff")
);
--> statement-breakpoint
CREATE INDEX "presence_at" ON "presence" USING btree ("at");