"""Makes every golden in this folder again from the Hugging Face code: python make.py [FOLDER [NAME …]]

Needs torch, transformers, tokenizers and safetensors; the versions that made the files are in README.md. Everything is
seeded, but other versions of torch may round differently or draw other numbers: compare with FOLDER before you replace. With names only these checkpoints are made.
"""

import sys
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerFast

import make_models
import make_tokenizers

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    root = here.parent.parent
    wanted = set(sys.argv[2:])
    # The smaller models have no tokenizer.
    needed = not wanted or wanted & make_models.FAMILIES.keys()
    tokenizers = make_tokenizers.make(out, root / "notebooks" / "data") if needed else {}
    make_models.make(out, tokenizers, wanted)
    if wanted:
        sys.exit()
    model = root / "src/models/src/main/resources/org/snmf/models/demo/model"
    make_models.embedded(out / "embedded", model, PreTrainedTokenizerFast.from_pretrained(model))
