#!/usr/bin/env bash
# Packs the command line for a Linux x86-64 host with a GPU driver and nothing else: this machine's Node, Dawn, and our
# programs as bundles. Writes dist-gpu/kernelgarten-gpu.tar.xz; there, `tar xJf` it and run kernelgarten-gpu/compare.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
dawn=node_modules/webgpu
[ -f "$dawn/dist/linux-x64/dawn.node" ] || { echo "error: $dawn has no Dawn for Linux x86-64; run npm ci" >&2; exit 1; }

npx vite build --config vite.cli.config.js --configLoader native --mode packed --logLevel error
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kit=$work/kernelgarten-gpu
mkdir -p "$kit/node_modules/webgpu/dist/linux-x64"
cp dist-gpu/*.mjs scripts/compare.sh "$kit/"
cp "$(readlink -f "$(command -v node)")" "$kit/node"
cp "$dawn"/package.json "$dawn"/*.js "$kit/node_modules/webgpu/"
cp "$dawn/dist/linux-x64/dawn.node" "$kit/node_modules/webgpu/dist/linux-x64/"
# The Vulkan loader, for a host that has a driver without one.
loader=$(ldconfig -p | awk '/libvulkan\.so\.1.*x86-64/ { print $NF; exit }')
for library in "$loader" /usr/lib/chromium/libvulkan.so.1; do
  if [ -f "$library" ]; then mkdir -p "$kit/lib" && cp "$library" "$kit/lib/libvulkan.so.1" && break; fi
done
tar -C "$work" -c kernelgarten-gpu | xz -T0 -6 > dist-gpu/kernelgarten-gpu.tar.xz
ls -l dist-gpu/kernelgarten-gpu.tar.xz
