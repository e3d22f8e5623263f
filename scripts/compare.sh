#!/usr/bin/env bash
# On a GPU host, from what scripts/pack-gpu.sh packed: `small` and `vgg` at batch 512 on Dawn, and beside them PyTorch in
# fp32 where python3 has it. Prints the tables and writes bench-small.json and bench-vgg.json into the current folder.
# Options are passed on to bench, behind ours: `compare.sh --batch 64 --adapter NVIDIA`.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

ldconfig -p 2>/dev/null | grep -q 'libvulkan\.so\.1' || export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
# Where NVIDIA's driver keeps its manifest in containers, out of the loader's sight.
nvidia=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
if [ -z "${VK_DRIVER_FILES:-}" ] && [ -f "$nvidia" ]; then export VK_DRIVER_FILES=$nvidia; fi

peer=none
if python3 -c 'import torch' 2>/dev/null; then peer=pytorch; else echo "python3 has no torch: measured without PyTorch" >&2; fi
for model in small vgg; do
  "$here/node" "$here/bench.mjs" --runtime node --model "$model" --batch 512 --steps 50 --rounds 5 --peer "$peer" --out "bench-$model.json" "$@"
done
