# What the Makefile of a program includes, after it has set
#   PROGRAM  its name (aftersales-...)
#   OBJS     its objects
#   QUERIES  names of the files of sql/queries that it embeds: sql/queries/NAME.sql is sql_NAME of queries.h
# PGXS does the rest: all, install, clean. The library itself is built by it too, without a PROGRAM.

override with_llvm = no
PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
ROOT = ../..
LIBRARY = ../lib/libaftersales.a

PG_CPPFLAGS += -I. -I../lib -I$(shell $(PG_CONFIG) --includedir)
PG_CFLAGS = -std=gnu11 -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wno-sign-compare $(WERROR)
EXTRA_CLEAN += queries.h
ifdef PROGRAM
# libpq_pgport names the last two as well, but not in Debian's PostgreSQL 17
PG_LIBS = $(LIBRARY) -L$(pkglibdir) -lpgfeutils -lpgcommon -lpgport $(libpq_pgport) -lzip -lexpat -lz $(PG_LIBS_EXTRA)
endif
include $(PGXS)

# of the libraries the server needs the client parts of libpgcommon use these only
LIBS := $(filter -lcrypto -lm, $(LIBS))

$(PROGRAM): $(LIBRARY)
$(OBJS): queries.h $(wildcard *.h ../lib/*.h)
queries.h: $(QUERIES:%=$(ROOT)/sql/queries/%.sql) $(ROOT)/build-aux/embed_sql.awk Makefile
	awk -f $(ROOT)/build-aux/embed_sql.awk $(filter %.sql, $^) >$@.tmp
	mv $@.tmp $@

MAN_PAGE = $(wildcard ../man/$(PROGRAM).1)
ifneq (,$(MAN_PAGE))
install: install-man
install-man: $(MAN_PAGE)
	$(MKDIR_P) '$(DESTDIR)$(mandir)/man1'
	$(INSTALL_DATA) $< '$(DESTDIR)$(mandir)/man1/'
uninstall: uninstall-man
uninstall-man:
	rm -f '$(DESTDIR)$(mandir)/man1/$(PROGRAM).1'
.PHONY: install-man uninstall-man
endif

# where bash-completion looks, beside the manual: a file under the program's name
completiondir ?= $(patsubst %/man,%,$(mandir))/bash-completion/completions
ifdef PROGRAM
install: install-completion
install-completion:
	$(MKDIR_P) '$(DESTDIR)$(completiondir)'
	$(INSTALL_DATA) ../completion/aftersales.bash '$(DESTDIR)$(completiondir)/$(PROGRAM)'
uninstall: uninstall-completion
uninstall-completion:
	rm -f '$(DESTDIR)$(completiondir)/$(PROGRAM)'
.PHONY: install-completion uninstall-completion
endif

# examples of units for systemd go to the documentation
UNITS = $(wildcard ../systemd/$(PROGRAM).*)
ifneq (,$(and $(PROGRAM),$(UNITS)))
UNIT_DIR = $(DESTDIR)$(docdir)/aftersales
install: install-units
install-units: $(UNITS)
	$(MKDIR_P) '$(UNIT_DIR)'
	for unit in $(UNITS); do sed 's|/usr/local/bin|$(bindir)|' $$unit >"$(UNIT_DIR)/$$(basename $$unit)" || exit 1; done
uninstall: uninstall-units
uninstall-units:
	rm -f $(patsubst ../systemd/%,'$(UNIT_DIR)/%',$(UNITS))
.PHONY: install-units uninstall-units
endif
