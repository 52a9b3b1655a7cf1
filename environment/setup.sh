# shellcheck shell=bash
# What run, test and snmf share: finding Java and Maven, building, the class path, Jupyter, the kernelspec.
# Sourced, never run. Everything it makes lies in environment/.cache, which may be deleted at any time.

root=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/environment/.cache

say() { printf '%s\n' "$*" >&2; }
die() {
    say "environment: $1"
    shift
    for line in "$@"; do say "  $line"; done
    exit 1
}

# Runs a command for at most so many seconds, where the machine can.
bounded() {
    local seconds=$1
    shift
    if command -v timeout >/dev/null; then timeout "$seconds" "$@"; else "$@"; fi
}

find_java() {
    case $root in
        *:* | *$'\n'*) die "this folder's name has a colon or a line break" "Java cannot have such a folder on its class path: rename $root." ;;
    esac
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    command -v "$java" >/dev/null \
        || die "no Java found" "Install a JDK, version 17 or later, and put it on PATH or set JAVA_HOME."
    local version
    version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
    [ "${version%%.*}" -ge 17 ] 2>/dev/null \
        || die "Java ${version:-of unknown version} at $(command -v "$java")" "Version 17 or later is needed."
    "$java" --list-modules | grep -q '^jdk.jshell@' \
        || die "this Java has no JShell" "Install a whole JDK: a runtime alone cannot run notebook cells."
    find_processor
}

# -Davx512 chooses native libraries for processors with AVX-512; they crash on others.
find_processor() {
    maven_flags=()
    coretype=
    # Threads of small products would otherwise spin for each other, on a busy machine for many times the work itself.
    wait_policy=${OMP_WAIT_POLICY:-PASSIVE}
    case $(uname -s)-$(uname -m) in
        Linux-x86_64)
            if grep -qm1 '^flags.*\bavx512f\b' /proc/cpuinfo 2>/dev/null; then
                maven_flags=(-Davx512)
                coretype=SKYLAKEX
            fi
            ;;
    esac
}

find_maven() {
    command -v mvn >/dev/null || die "no Maven found" "Install Maven 3.8 or later (mvn) and put it on PATH."
}

# What the build depends on: any change here makes the next call build again. The folder counts, since what is built
# holds its name: a checkout that was copied or moved must not run the jars of the other place.
fingerprint() {
    {
        printf '%s\n' "$root" "${maven_flags[*]-}" "$("$java" -version 2>&1 | head -1)"
        cd "$root" || exit
        find pom.xml environment/setup.sh magics src -name target -prune \
            -o -type f \( -name pom.xml -o -name setup.sh -o -path '*/src/main/*' \) -print0 \
            | LC_ALL=C sort -z | xargs -0 cksum
    } | cksum
}

# Builds the modules that the kernel and the command line need, if anything changed, and lays out the class path.
build() {
    find_java
    local print
    print=$(fingerprint)
    if [ -f "$cache/built" ] && [ "$print" = "$(cat "$cache/built")" ] && [ -f "$cache/java.args" ]; then
        return 0
    fi
    find_maven
    mkdir -p "$cache"
    rm -f "$cache/built"
    say "Building (the first time downloads the libraries) ..."
    (cd "$root" && mvn -q -B -ntp ${maven_flags[@]+"${maven_flags[@]}"} -pl magics -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
        org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
        -Dmdep.outputFile=target/classpath.txt -DincludeScope=runtime >"$cache/build.log" 2>&1) \
        || { tail -40 "$cache/build.log" >&2; die "the build failed" "The whole log is in environment/.cache/build.log."; }
    lay_out
    printf '%s\n' "$print" >"$cache/built"
}

# Apache Spark beside the rest, for those who ask for it: its jars, and the arguments that its JVMs want.
build_spark() {
    [ "$cache/spark.args" -nt "$cache/java.args" ] && return 0
    find_maven
    say "Fetching Apache Spark ..."
    (cd "$root" && mvn -q -B -ntp ${maven_flags[@]+"${maven_flags[@]}"} -pl src/spark -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
        org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
        -Dmdep.outputFile=target/classpath.txt -DincludeScope=runtime >"$cache/spark.log" 2>&1) \
        || { tail -40 "$cache/spark.log" >&2; die "the build failed" "The whole log is in environment/.cache/spark.log."; }
    local jar path
    rm -rf "${cache:?}/spark"
    mkdir -p "$cache/spark"
    while IFS= read -r jar; do
        # What the rest has already comes first and once.
        if [ -n "$jar" ] && [ ! -e "$cache/lib/${jar##*/}" ]; then ln -s "$jar" "$cache/spark/" 2>/dev/null || cp "$jar" "$cache/spark/"; fi
    done < <(tr ":" "\n" <"$root/src/spark/target/classpath.txt"; echo; ls "$root"/src/spark/target/snmf-spark-*[0-9].jar)
    # Spark brings all of Hadoop; the two jars of it that Parquet needs elsewhere would stand in its way.
    path=$(printf '%s\n' "$cache"/lib/*.jar "$cache"/spark/*.jar | grep -v '/lib/hadoop-' | tr '\n' ':' | sed 's/["\\]/\\&/g')
    {
        grep -v '^-cp ' "$cache/java.args"
        # Spark tells of this machine's name and of libraries that it does not need; what it tells of lost machines stays.
        printf -- '-Dorg.slf4j.simpleLogger.log.org.apache.%s=error\n' spark.util.Utils hadoop
        printf -- '--add-opens=java.base/%s=ALL-UNNAMED\n' java.lang java.lang.invoke java.nio java.util java.util.concurrent sun.nio.ch
        printf -- '-cp "%s"\n' "${path%:}"
    } >"$cache/spark.args"
}

# environment/.cache/lib: one folder with every jar, the extension among them; and the JVM's arguments.
lay_out() {
    rm -rf "${cache:?}/lib"
    mkdir -p "$cache/lib"
    local jar option
    while IFS= read -r jar; do
        [ -n "$jar" ] || continue
        [ -f "$jar" ] || die "not built: $jar"
        ln -s "$jar" "$cache/lib/" 2>/dev/null || cp "$jar" "$cache/lib/"
    done < <(tr ":" "\n" <"$root/magics/target/classpath.txt"; echo; ls "$root"/magics/target/snmf-magics-*[0-9].jar)
    local path
    # Within the quotes of an argument file a backslash escapes.
    path=$(printf '%s:' "$cache"/lib/*.jar | sed 's/["\\]/\\&/g')
    {
        printf '%s\n' "-Dai.djl.offline=true" "-Djava.awt.headless=true" "-Dfile.encoding=UTF-8" \
            "-XX:+UseParallelGC"
        # What newer versions want to be told, and older ones refuse, so that they do not warn of the libraries' ways.
        for option in --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow; do
            if "$java" "$option" -version >/dev/null 2>&1; then echo "$option"; fi
        done
        printf -- '-cp "%s"\n' "${path%:}"
    } >"$cache/java.args"
    share_classes
}

# The classes of a short run as the JVM holds them, so that later starts need not read and check them again: a seventh of the
# work of a start. The JVM leaves the file aside when a jar or the JVM is another one, or when it is gone.
share_classes() {
    local archive=$cache/classes.jsa option
    rm -f "$archive"
    printf '%s\n' 'model embedded' 'data embedded' 'capture --layers 0' 'factorize --layer 0 --rank 10 --iterations 2' 'features --rows 3' \
        >"$cache/classes.verbs"
    if bounded 300 "$java" -Xmx1g "@$cache/java.args" "-XX:ArchiveClassesAtExit=$archive" org.snmf.magics.cli.Main run "$cache/classes.verbs" \
        >"$cache/classes.log" 2>&1 && [ -f "$archive" ]; then
        printf '"-XX:SharedArchiveFile=%s"\n' "$(printf '%s' "$archive" | sed 's/["\\]/\\&/g')" >>"$cache/java.args"
        # Nor does it say so.
        for option in '-Xlog:cds*=off' '-Xlog:aot*=off'; do
            if "$java" "$option" -version >/dev/null 2>&1; then echo "$option" >>"$cache/java.args"; fi
        done
    else
        rm -f "$archive"
        say "Starts will take about a seventh longer: the classes could not be kept ready. environment/.cache/classes.log says why."
    fi
}

# Heap: a quarter of the machine's memory, at least 1 GiB, since native arrays live outside it.
heap() {
    local mib
    mib=$(awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo 2>/dev/null || true)
    [ -n "$mib" ] || mib=$(($(sysctl -n hw.memsize 2>/dev/null || echo 8589934592) / 1048576))
    mib=$((mib / 4))
    [ "$mib" -ge 1024 ] || mib=1024
    printf '%sm' "$mib"
}

# The kernel's description for Jupyter, in a folder.
describe_kernel() {
    mkdir -p "$2"
    "$1" "$root/environment/kernelspec.py" "$2/kernel.json" "OPENBLAS_CORETYPE=$coretype" "OMP_WAIT_POLICY=$wait_policy" -- \
        "$(command -v "$java")" "-Xmx${SNMF_HEAP:-$(heap)}" "@$cache/java.args" org.snmf.magics.kernel.KernelMain
}

# Where Jupyter looks for the kernels of this user.
jupyter_data() {
    if [ -n "${JUPYTER_DATA_DIR-}" ]; then
        printf '%s' "$JUPYTER_DATA_DIR"
    elif command -v jupyter >/dev/null && jupyter --data-dir 2>/dev/null | grep -m1 .; then
        :
    elif [ "$(uname -s)" = Darwin ]; then
        printf '%s' "$HOME/Library/Jupyter"
    else
        printf '%s' "${XDG_DATA_HOME:-$HOME/.local/share}/jupyter"
    fi
}

register_kernel() {
    local folder
    command -v python3 >/dev/null || die "no python3 found" "Jupyter needs one too: put it on PATH."
    folder=$(jupyter_data)/kernels/snmf
    describe_kernel python3 "$folder"
    say "Jupyter now has the kernel \"SNMF (Java)\": $folder"
    say "It runs what lies in $cache: register again when this folder has moved. To forget it: rm -r $folder"
}

install_kernel() {
    describe_kernel "$python" "$cache/jupyter/kernels/snmf"
    export JUPYTER_PATH=$cache/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}
}

# What pages need that no notebook brings (MathJax, require.js), once, with Maven. Pages can do without: they say so.
find_assets() {
    local made=$cache/assets/made from=$cache/assets/META-INF/resources/webjars
    if [ -f "$made" ] && [ "$(cat "$made")" = "$(cksum <"$root/pom.xml")" ]; then return 0; fi
    find_maven
    rm -rf "$cache/assets"
    if (cd "$root" && mvn -q -B -ntp -N -Pweb-assets -Dweb.assets="$cache/assets" dependency:unpack) >"$cache/assets.log" 2>&1 \
        && mv "$from"/mathjax/* "$cache/assets/mathjax" && mv "$from"/requirejs/*/require.min.js "$cache/assets/"; then
        rm -rf "$cache/assets/META-INF" "$cache/assets/.markers"
        cksum <"$root/pom.xml" >"$made"
    else
        say "The libraries for formulas on pages could not be fetched: environment/.cache/assets.log says why."
    fi
}

# Sets python to one that has nbconvert and nbclient: a virtual environment, an existing jupyter, or Debian's packages.
find_jupyter() {
    local venv=$cache/venv
    if [ -x "$venv/bin/python" ] && usable "$venv/bin/python"; then
        python=$venv/bin/python
    elif [ -x "$(command -v python3)" ] && make_venv "$venv"; then
        python=$venv/bin/python
    elif jupyter_python; then
        say "Using the jupyter found at $(command -v jupyter)."
    elif usable /usr/bin/python3 || install_debian; then
        python=/usr/bin/python3
        say "Using Debian's Jupyter packages."
    else
        die "no Jupyter found, and none could be installed" \
            "Tried a virtual environment from environment/requirements.txt (log: environment/.cache/pip.log)," \
            "a jupyter on PATH, and Debian's packages (log: environment/.cache/apt.log)." \
            "Any one of these is enough:" \
            "  network access for pip" \
            "  pip install jupyterlab nbconvert nbclient" \
            "  apt-get install ${debian_packages[*]}"
    fi
}

debian_packages=(jupyter-nbconvert jupyter-client python3-nbclient)

install_debian() {
    say "Installing Debian's Jupyter packages ..."
    install_packages "$cache/apt.log" "${debian_packages[@]}" && usable /usr/bin/python3
}

# Debian's packages, where this user may install them; says why not.
install_packages() {
    local log=$1 install=(env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends)
    shift
    if ! command -v apt-get >/dev/null; then
        say "  not possible (no apt-get here)."
    elif [ "$(id -u)" != 0 ]; then
        say "  not possible (only root may install packages)."
    elif bounded 180 "${install[@]}" "$@" >"$log" 2>&1 \
        || { bounded 90 apt-get update -qq && bounded 180 "${install[@]}" "$@"; } >>"$log" 2>&1; then
        return 0
    else
        say "  not possible ($(tail -1 "$log"))."
    fi
    return 1
}

# Chromium for the tests that load a page and shellcheck for those that read these scripts. Both can be done without:
# their tests are then skipped, and say so.
find_test_tools() {
    local tool missing=()
    for tool in chromium shellcheck; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "Installing ${missing[*]} for the tests ..."
    mkdir -p "$cache"
    install_packages "$cache/apt-tests.log" "${missing[@]}" \
        || say "  The tests that need ${missing[*]} will be left out; install with: apt-get install ${missing[*]}"
}

usable() { "$1" -c 'import nbconvert, nbclient, jupyter_client' >/dev/null 2>&1; }

# A jupyter on PATH: the interpreter of its own first line.
jupyter_python() {
    local script first
    script=$(command -v jupyter) || return 1
    for first in "$(sed -n '1s/^#!//p' "$script" 2>/dev/null)" "$(dirname "$script")/python3" python3; do
        [ -n "$first" ] || continue
        python=$(command -v "${first%% *}") && usable "$python" && return 0
    done
    return 1
}

# A virtual environment with the pinned packages; gives up within minutes, so that the next way can be tried.
make_venv() {
    local venv=$1 seen=$cache/venv.failed
    retry_pip="To try pip again at once: rm $seen"
    if [ -f "$seen" ] && [ -n "$(find "$seen" -mmin -60)" ]; then
        say "pip failed within the last hour and is left alone. $retry_pip"
        return 1
    fi
    rm -rf "$venv"
    mkdir -p "$cache"
    say "Setting up Jupyter in a virtual environment ..."
    if bounded 60 python3 -m venv "$venv" >"$cache/pip.log" 2>&1 \
        && bounded 420 "$venv/bin/python" -m pip install -q --disable-pip-version-check --retries 1 --timeout 20 \
            --only-binary :all: -r "$root/environment/requirements.txt" >>"$cache/pip.log" 2>&1 \
        && usable "$venv/bin/python"; then
        rm -f "$seen"
        return 0
    fi
    say "  not possible ($(grep -m1 -o 'ERROR: .*' "$cache/pip.log" || tail -1 "$cache/pip.log")); trying what is installed."
    say "  $retry_pip"
    rm -rf "$venv"
    touch "$seen"
    return 1
}
