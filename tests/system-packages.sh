#!/bin/sh
# What the tests need from the system: a browser, fonts for it, PostgreSQL, strace, wrk, and the programs
# that open our exports (LibreOffice, GDAL). As root they are installed;
# otherwise this says what to install, and the tests that need them skip visibly (or fail with XUNCHA_REQUIRE_ALL=1).
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v strace >/dev/null 2>&1 || missing="$missing strace"
command -v wrk >/dev/null 2>&1 || missing="$missing wrk"
command -v gcc >/dev/null 2>&1 || missing="$missing gcc"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc-nogui libreoffice-writer-nogui"
command -v ogr2ogr >/dev/null 2>&1 || missing="$missing gdal-bin"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "安装测试所需的软件包:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null && apt-get install -q -y --no-install-recommends $missing >/dev/null && exit 0
fi
echo "测试还需要这些系统软件包(请安装,否则相关测试会跳过):$missing"
