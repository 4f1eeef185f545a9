"""Models and policies, kept once beside the records that they made scores of.

    <store>/runs/models/5f1c0a9d…-77dfd170…/    a model by the digests of scorer and calibrator, as `RiskModel.save` writes it
    <store>/runs/policies/0c9e4f1a2b3d5e6f.json  the policy values of a version, with a digest of themselves

What is there already stays: whoever comes first is never replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from features.disk import locked, write_once, write_whole_folder
from features.disk.outputs import writable_folder
from features.policy.loading import Policy, PolicyError
from features.policy.storage import kept_policy, restored_policy
from features.texts.unrepeated import read_json
from models.provenance.provenance import Provenance
from models.risk_model import FACTS_FILE, ModelError, RiskModel

FOLDER, MODELS, POLICIES = "runs", "models", "policies"

NAME = re.compile(r"[0-9A-Za-z-]{1,160}")
"""What a model or a policy may be kept as: the name of a file in no other folder."""


def keep_model(store: Path, model: RiskModel) -> None:
    """Keep a model beside the records of a store, whole or not at all.

    Raises:
        DiskError, OutputError, OSError: nothing can be written there.
    """
    folder = store / FOLDER / MODELS / f"{model.digest}-{model.calibrator_digest}"
    if (folder / FACTS_FILE).exists():
        return
    writable_folder(folder.parent)
    with locked(store / FOLDER / f"{MODELS}.lock"):
        # Whoever held the lock may have kept the same one, and somebody may be reading it.
        if not (folder / FACTS_FILE).exists():
            write_whole_folder(folder, model.save)


def keep_policy(store: Path, policy: Policy) -> None:
    """Keep the values of a policy likewise.

    Raises:
        DiskError, OutputError: nothing can be written there.
    """
    file = _policy_file(store, policy.version)
    if not file.exists():
        writable_folder(file.parent)
        kept = kept_policy(policy)
        text = json.dumps({"policy": kept, "digest": _digest(kept)}, ensure_ascii=False, indent=1)
        write_once(file, text + "\n")


def kept_model(store: Path, provenance: Provenance) -> RiskModel | None:
    """The model that scored; None where it is not kept.

    Raises:
        ModelError: it is damaged or another one.
        FeaturesChangedError: this installation's features mean something else.
    """
    folder = store / FOLDER / MODELS / provenance.kept_as
    if not NAME.fullmatch(provenance.kept_as) or not (folder / FACTS_FILE).exists():
        return None
    model = RiskModel.load(folder).with_version(provenance.model_version)
    if provenance.calibrator_digest is not None and not is_that_of(model, provenance):
        raise ModelError(
            f"{folder} 中保存的模型已不是当时的模型：从备份恢复该文件夹 | the model kept in {folder} is not the one that scored. Put the folder back from a "
            "backup."
        )
    return model


def is_that_of(model: RiskModel, provenance: Provenance) -> bool:
    """Whether it is the model that scored, whatever its version is called."""
    return (model.digest, model.calibrator_digest) == (provenance.model_digest, provenance.calibrator_digest)


def kept_policy_of(store: Path, version: str) -> Policy | None:
    """The policy of a version; None where it is not kept.

    Raises:
        PolicyError: it is damaged.
    """
    file = _policy_file(store, version)
    if not NAME.fullmatch(version) or not file.exists():
        return None
    damaged = PolicyError(
        f"保存的政策数值 {file} 已损坏：从备份恢复 | the policy values kept in {file} are damaged. Put the file back from a backup."
    )
    try:
        read = read_json(file.read_text(encoding="utf-8"))
        if read["digest"] != _digest(read["policy"]) or read["policy"]["version"] != version:
            raise damaged
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged from error
    return restored_policy(read["policy"])


def _policy_file(store: Path, version: str) -> Path:
    return store / FOLDER / POLICIES / f"{version}.json"


def _digest(kept: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
