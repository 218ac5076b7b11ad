-- Who saw or removed personal data.

CREATE TABLE access_log (
	access      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	accessed_at timestamptz NOT NULL DEFAULT now(),
	accessed_by text NOT NULL DEFAULT session_user,
	action      text NOT NULL CHECK (action IN ('reveal', 'purge')),
	purpose     text NOT NULL CHECK (purpose <> ''),
	persons     bigint NOT NULL CHECK (persons >= 0),
	tasks       bigint[] NOT NULL DEFAULT '{}',
	written_in  xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX access_log_accessed_at ON access_log (accessed_at);
COMMENT ON TABLE access_log IS 'Each time names and phone numbers were shown or removed; append-only: nobody is granted to write, log_access() and purge_customers() do.';
COMMENT ON COLUMN access_log.access IS 'Number of the access.';
COMMENT ON COLUMN access_log.accessed_at IS 'When.';
COMMENT ON COLUMN access_log.accessed_by IS 'Database user.';
COMMENT ON COLUMN access_log.action IS 'reveal: shown; purge: removed.';
COMMENT ON COLUMN access_log.purpose IS 'What for, in the user''s words.';
COMMENT ON COLUMN access_log.persons IS 'How many persons.';
COMMENT ON COLUMN access_log.tasks IS 'The follow-ups they were shown for.';
COMMENT ON COLUMN access_log.written_in IS 'Transaction that wrote the row; reveal() wants it to have ended.';

INSERT INTO parameter (name, value, note) VALUES
	('customer_keep_months', 36, 'months after the last contact from which the name and number of a person are due to be purged');
