# make build | test | demo | bench | thresholds | install PREFIX=/usr/local | bundle | clean
# Debian packages that are missing are installed; on other systems they are named.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

BUILD_PACKAGES = libpng-dev libjpeg-dev zlib1g-dev pkg-config opencl-headers
TEST_PACKAGES = gringo swi-prolog-nox ocl-icd-libopencl1 pocl-opencl-icd oclgrind libclblast1 chromium
BUNDLE_PACKAGES = ocl-icd-libopencl1 libclblast1 binutils xz-utils

PRODUCT = .build/release/nesy
INSTALLED = .build-static/release/nesy
BUNDLE = dist/nesy-linux-x86_64

# Where the installed command looks for libraries: in the bundle, in the system, and last among those that a bundle
# carries for a system without a C++ runtime. The system's own goes before them, for its drivers may need a newer one.
LIBRARY_PATH = $$ORIGIN/../lib:/usr/lib/x86_64-linux-gnu:/usr/lib64:$$ORIGIN/../lib/fallback

.PHONY: build test demo bench thresholds install bundle clean build-packages test-packages bundle-packages

build: build-packages
	$(SWIFT) build -c release --product nesy

# One command: `swift build` before it would compile everything a second time, without testability.
test: test-packages
	$(SWIFT) test -c release

demo: build
	$(PRODUCT) demo

# What is compared with runs in Python: PyTorch, a learner, readers of tables.
bench: build
	install -d Benchmarks/results
	python3 Benchmarks/peers/cpu.py --nesy $(PRODUCT) --out Benchmarks/results/cpu.md
	python3 Benchmarks/peers/fold_se.py --nesy $(PRODUCT) --out Benchmarks/results/fold-se.md
	python3 Benchmarks/peers/csv_speed.py --nesy $(PRODUCT) --out Benchmarks/results/csv.md
	python3 Benchmarks/peers/explainn.py --nesy $(PRODUCT) --out Benchmarks/results/explainn.md
	python3 Benchmarks/peers/similarity.py --nesy $(PRODUCT) --out Benchmarks/results/similarity.md

# What the kernels cost, in counts that a busy machine does not change. Not a part of `test`: it builds a second package.
thresholds: build-packages
	@$(call install_missing,valgrind)
	$(SWIFT) build -c release --package-path Benchmarks --product Kernels
	python3 Benchmarks/kernel_costs.py Benchmarks/.build/release/Kernels

# The installed binary holds the Swift libraries, so that it runs where there is no Swift.
install: build-packages
	$(SWIFT) build -c release --product nesy --static-swift-stdlib --scratch-path .build-static \
	    -Xlinker -rpath -Xlinker '$(LIBRARY_PATH)'
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	    "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -s -m 755 $(INSTALLED) "$(DESTDIR)$(PREFIX)/bin/nesy"
	$(INSTALLED) --generate-completion-script bash \
	    > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/nesy"
	$(INSTALLED) --generate-completion-script zsh > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nesy"
	$(INSTALLED) --generate-completion-script fish \
	    > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nesy.fish"

# A folder, and an archive of it, that runs on another Linux machine: what is installed, and the libraries it needs.
bundle: build-packages bundle-packages
	rm -rf $(BUNDLE) $(BUNDLE).tar.xz
	$(MAKE) install DESTDIR= PREFIX="$(CURDIR)/$(BUNDLE)"
	SWIFT="$(SWIFT)" Packaging/bundle.sh $(BUNDLE) .build-static
	Packaging/check.sh $(BUNDLE).tar.xz

clean:
	$(SWIFT) package clean
	rm -rf dist

build-packages:
	@$(call install_missing,$(BUILD_PACKAGES))

test-packages:
	@$(call install_missing,$(BUILD_PACKAGES) $(TEST_PACKAGES))

bundle-packages:
	@$(call install_missing,$(BUNDLE_PACKAGES))

# Installs those of the Debian packages $(1) that are not there.
define install_missing
set -e; \
if ! command -v dpkg-query > /dev/null; then \
    echo "not a Debian system; needed are the equivalents of: $(1)"; exit 0; \
fi; \
missing=""; \
for package in $(1); do \
    dpkg-query -W -f='$${Status}' $$package 2> /dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
done; \
if [ -n "$$missing" ]; then \
    if [ "$$(id -u)" = 0 ]; then as_root=""; else as_root="sudo"; fi; \
    echo "installing:$$missing"; \
    $$as_root apt-get update -qq; \
    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
fi
endef
