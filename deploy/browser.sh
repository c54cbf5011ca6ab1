#!/bin/sh
# Chromium and a Chinese font for the browser tests: installed when root, else named.
set -eu
has_font() { fc-list 2>/dev/null | grep -qiE 'cjk|microhei|song|hei'; }
if command -v "${CHROME:-chromium}" >/dev/null 2>&1 && has_font; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null
    apt-get install -y -q chromium fonts-noto-cjk fontconfig >/dev/null
    exit 0
fi
echo "浏览器测试需要 chromium 和中文字体，请先安装：apt-get install chromium fonts-noto-cjk" >&2
exit 1
