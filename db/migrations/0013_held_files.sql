CREATE TABLE "held_files" (
	"id" bigint PRIMARY KEY NOT NULL,
	"draft" "bytea" NOT NULL,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"bytes" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "held_files_draft" ON "held_files" USING btree ("draft","sha256");--> statement-breakpoint
CREATE INDEX "held_files_at" ON "held_files" USING btree ("at");