#!/bin/sh
# Installs Repaint Studio for this user, without root; --remove takes it away again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
app=$HOME/.local/opt/repaint-studio
link=$HOME/.local/bin/repaint-studio
menu=$data/applications/repaint-studio.desktop
types=$data/mime/packages/repaint-studio.xml
icons=$data/icons/hicolor

refresh() {
    command -v update-desktop-database >/dev/null && update-desktop-database -q "$data/applications" || true
    command -v update-mime-database >/dev/null && update-mime-database "$data/mime" >/dev/null 2>&1 || true
}

if [ "${1:-}" = --remove ]; then
    rm -rf "$app"
    rm -f "$link" "$menu" "$types" "$icons/256x256/apps/repaint-studio.png" \
        "$icons/scalable/apps/repaint-studio.svg"
    refresh
    echo "Repaint Studio is removed. Your paintings, models and settings were left alone."
    exit 0
fi

mkdir -p "$HOME/.local/opt" "$HOME/.local/bin" "$data/applications" "$data/mime/packages" \
    "$icons/256x256/apps" "$icons/scalable/apps"
# Copied aside, then renamed: stopped half-way, the former version still starts.
rm -rf "$app.new"
cp -R "$here/repaint-studio" "$app.new"
rm -rf "$app.old"
if [ -d "$app" ]; then mv "$app" "$app.old"; fi
mv "$app.new" "$app"
rm -rf "$app.old"
ln -sf "$app/repaint-studio" "$link"
sed "s|^Exec=repaint-studio|Exec=\"$app/repaint-studio\"|" "$here/share/repaint-studio.desktop" >"$menu"
cp "$here/share/repaint-studio.xml" "$types"
cp "$here/share/repaint-studio.png" "$icons/256x256/apps/"
cp "$here/share/repaint-studio.svg" "$icons/scalable/apps/"
refresh
echo "Repaint Studio is in your menu, and in $link."
echo "To remove it: $here/install.sh --remove"
