-- The installer is a superuser, the daily work is done by plain users.
CREATE EXTENSION aftersales;
CALL aftersales.install_schema();
CREATE ROLE demo_loader LOGIN IN ROLE aftersales_loader;
CREATE ROLE demo_reader LOGIN IN ROLE aftersales_reader;
CREATE ROLE demo_caller LOGIN IN ROLE aftersales_admin, aftersales_revealer;
