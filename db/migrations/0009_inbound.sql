CREATE TABLE "inbound_files" (
	"mail" bigint NOT NULL,
	"n" integer NOT NULL,
	"name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" "bytea",
	"bytes" "bytea",
	"refused" text,
	"inline" boolean NOT NULL,
	CONSTRAINT "inbound_files_mail_n_pk" PRIMARY KEY("mail","n"),
	CONSTRAINT "inbound_file_kept" CHECK (("inbound_files"."bytes" is null) = ("inbound_files"."refused" is not null))
);
--> statement-breakpoint
CREATE TABLE "inbound_mails" (
	"id" bigint PRIMARY KEY NOT NULL,
	"raw" bigint NOT NULL,
	"size" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"via" text NOT NULL,
	"envelope_from" text NOT NULL,
	"envelope_to" text[] NOT NULL,
	"once_key" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'received' NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"read_after" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone,
	"message_id" text,
	"twin" "bytea",
	"parsed" jsonb,
	"guesses" jsonb,
	"contact" bigint,
	"letter" bigint,
	"reply" bigint,
	"handled_by" bigint,
	"handled_at" timestamp (3) with time zone,
	"note" text,
	CONSTRAINT "inbound_via" CHECK ("inbound_mails"."via" in ('smtp','lmtp','imap')),
	CONSTRAINT "inbound_state" CHECK ("inbound_mails"."state" in ('received','placed','held','auto-reply','bounce','own','duplicate','quarantined','discarded')),
	CONSTRAINT "inbound_placed" CHECK ("inbound_mails"."state" <> 'placed' or ("inbound_mails"."contact" is not null and "inbound_mails"."reply" is not null))
);
--> statement-breakpoint
CREATE TABLE "inbound_raws" (
	"raw" bigint NOT NULL,
	"piece" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbound_raws_raw_piece_pk" PRIMARY KEY("raw","piece")
);
--> statement-breakpoint
CREATE INDEX "inbound_mails_waiting" ON "inbound_mails" USING btree ("read_after","id") WHERE state = 'received';--> statement-breakpoint
CREATE INDEX "inbound_mails_pen" ON "inbound_mails" USING btree ("id") WHERE state in ('held','quarantined');--> statement-breakpoint
CREATE INDEX "inbound_mails_twin" ON "inbound_mails" USING btree ("twin") WHERE twin is not null;--> statement-breakpoint
CREATE INDEX "inbound_mails_contact" ON "inbound_mails" USING btree ("contact") WHERE contact is not null;--> statement-breakpoint
CREATE INDEX "inbound_mails_raw" ON "inbound_mails" USING btree ("raw");--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_mails_once" ON "inbound_mails" USING btree ("once_key");--> statement-breakpoint
CREATE INDEX "inbound_raws_first" ON "inbound_raws" USING btree ("at") WHERE piece = 0;