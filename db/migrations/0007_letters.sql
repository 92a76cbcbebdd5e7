CREATE TABLE "letters" (
	"id" bigint PRIMARY KEY NOT NULL,
	"contact" bigint NOT NULL,
	"purpose" text NOT NULL,
	"thread" bigint NOT NULL,
	"language" text NOT NULL,
	"address" text NOT NULL,
	"subject" text NOT NULL,
	"text" text,
	"author" bigint,
	"annexes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"once_key" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"send_after" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"message_id" text,
	"raw" "bytea",
	"sent_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"fault" text,
	"history" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"told" text,
	CONSTRAINT "letter_state" CHECK ("letters"."state" in ('queued','sending','sent','delivered','failed','unknown','withdrawn')),
	CONSTRAINT "letter_left_with_its_bytes" CHECK ("letters"."state" not in ('sending','sent','delivered','unknown') or "letters"."message_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_contact_contacts_id_fk" FOREIGN KEY ("contact") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letters_contact" ON "letters" USING btree ("contact","id");--> statement-breakpoint
CREATE UNIQUE INDEX "letters_first" ON "letters" USING btree ("contact") WHERE id = thread;--> statement-breakpoint
CREATE UNIQUE INDEX "letters_once" ON "letters" USING btree ("once_key");--> statement-breakpoint
CREATE UNIQUE INDEX "letters_message" ON "letters" USING btree (lower("message_id"));--> statement-breakpoint
CREATE INDEX "letters_due" ON "letters" USING btree ("send_after","id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "letters_lease" ON "letters" USING btree ("lease_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "letters_untold" ON "letters" USING btree ("id") WHERE state not in ('queued','sending') and told is distinct from state;--> statement-breakpoint
CREATE INDEX "letters_trouble" ON "letters" USING btree ("id") WHERE state in ('failed','unknown');