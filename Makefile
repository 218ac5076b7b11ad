# aftersales: the extension, the schema and the tools. `make demo` and `make check` need nothing but a Debian machine.

SHELL = /bin/bash
BUILD ?= build
export BUILD := $(abspath $(BUILD))
# the server version to build for: the newest installed unless PG_CONFIG says another; a path, as the private server's own pg_config comes
# first in PATH later; nothing where no server is installed yet
PG_CONFIG := $(shell command -v $(or $(PG_CONFIG),$(lastword $(shell ls -d /usr/lib/postgresql/*/bin/pg_config 2>/dev/null | sort -V)),pg_config) 2>/dev/null)
ifneq ($(PG_CONFIG),)
export PG_CONFIG
endif
SERVER = build-aux/private-server

.PHONY: all install deps private demo demo-clean check check-citus fuzz installcheck uninstall bench lint check-matrix format clean
all:
	$(MAKE) -C extension all
	$(MAKE) -C tools all

install: all
	$(MAKE) -C extension install
	$(MAKE) -C tools install

deps:
	@build-aux/deps

# what demo and check run against: a relocated server with the extension in it
private: all
	@$(SERVER) install
	@$(MAKE) -s -C extension install DESTDIR="$$($(SERVER) destdir)" >/dev/null
	@mkdir -p $(BUILD)/bin
	@find tools -maxdepth 2 -type f -name 'aftersales-*' -executable -exec cp --remove-destination -t $(BUILD)/bin {} +

demo: deps
	@$(MAKE) -s private
	@demo/run

demo-clean:
	@demo/clean

check:
	@CHECK=1 build-aux/deps
	@$(MAKE) -s private
	@test/run

# longer than make check does: FUZZ_SECONDS=600 in all; what is new is kept below build/fuzz
fuzz:
	@CHECK=1 build-aux/deps
	@FUZZ_SECONDS=$(or $(FUZZ_SECONDS),600) test/run test/fuzz/fuzz.t

# on a coordinator and two workers, where Citus is installed
check-citus: deps
	@$(MAKE) -s private
	@test/run test/citus/citus.test

# the regression tests in an installed server, as contrib modules have them
installcheck:
	$(MAKE) -C extension installcheck

uninstall:
	$(MAKE) -C extension uninstall
	$(MAKE) -C tools uninstall

bench: deps
	@$(MAKE) -s private
	@test/bench/run
	@test/bench/growth

lint:
	@test/lint/run

# C in PostgreSQL's layout
format:
	@test/lint/format --write

# other Debian releases, in chroots; needs root and debootstrap
check-matrix:
	@test/matrix/run

clean:
	$(MAKE) -C extension clean
	$(MAKE) -C tools clean
	@for c in $$(ls $(BUILD)/private/cluster 2>/dev/null | grep -v '\.'); do $(SERVER) remove $$c; done
	rm -rf $(BUILD)/private/server $(BUILD)/private $(BUILD)/bin
