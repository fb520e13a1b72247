"""CPU of the pipeline for a 60 s film in 1080p, beside one FFmpeg command for the same ladder.

Ours: everything the workers start, from the claim to the published set: probing, both passes,
sealing, storing, posters, sprites. Reference: one command that decodes once and writes the same
renditions at the same rates and presets as plain HLS. What the database and the idle site use
meanwhile is in a row of its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from benchmarks.measuring import Measurement, Pair, Sample, Watch, alternate, of_pairs
from benchmarks.run import Run
from benchmarks.site import encoded, import_video, one
from lms_app import composition
from lms_app.adapters import hls_sealing
from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.limits import THREADS
from lms_app.ports.transcoder import SEGMENT_SECONDS, MediaFacts, RungSpec

SECONDS = 60
_SSIM = re.compile(r"All:([0-9.]+)")


def measure(run: Run) -> list[Measurement]:
    film = run.film(SECONDS)
    assert run.site.url  # it stands: what follows enters its door
    facts = composition.implementations().transcoder.probe(film)
    rungs = composition.implementations().transcoder.plan(facts)
    plain, whole = run.folder / "plain", []
    assets: list[str] = []

    def ours() -> Sample:
        with Watch(run.site.encoding) as worker, Watch([run.site.pid]) as site:
            assets.append(import_video(run.teacher, film))
            encoded(assets[-1])
        whole.append(Sample(site.cpu, site.foreign))
        return Sample(worker.cpu, worker.foreign)

    def reference() -> Sample:
        with Watch() as watch:
            before = _ended_children()
            subprocess.run(bare_command(film, plain, facts, rungs), check=True)
            used = _ended_children() - before
        return Sample(used, watch.foreign)

    pairs = alternate(ours, reference, run.samples)
    title = f"pipeline, {SECONDS} s of 1080p"
    beside = [Pair(site, pair.reference) for site, pair in zip(whole, pairs, strict=True)]
    return [
        of_pairs(title, "CPU-s", pairs, goal=1.15, note="one FFmpeg command, same ladder"),
        of_pairs(f"{title}: with the idle site", "CPU-s", beside, note="the same"),
        *_quality(run, film, facts, rungs, assets[-1], plain),
    ]


def _ended_children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bare_command(film: Path, out: Path, facts: MediaFacts, rungs: Sequence[RungSpec]) -> list[str]:
    """The command a person would write: split, scale, x264 at these rates, HLS."""
    shutil.rmtree(out, ignore_errors=True)
    names = [rung.name for rung in rungs]
    split = f"[0:v]split={len(rungs)}" + "".join(f"[i{n}]" for n in names)
    scaled = [
        f"[i{r.name}]scale={r.width}:{r.height}:flags=bicubic,format=yuv420p[o{r.name}]"
        for r in rungs
    ]
    gop = round(SEGMENT_SECONDS * facts.fps)
    command = [
        FFMPEG, "-v", "error", "-nostdin", "-y", "-threads", str(THREADS), "-i", str(film),
        "-filter_complex", ";".join([split, *scaled]),
    ]  # fmt: skip
    for rung in rungs:
        (out / rung.name).mkdir(parents=True)
        command += [
            "-map", f"[o{rung.name}]", "-c:v", "libx264", "-preset", "veryfast",
            "-profile:v", "high", "-threads", str(THREADS), "-crf", str(rung.crf),
            "-maxrate", str(rung.max_bitrate), "-bufsize", str(2 * rung.max_bitrate),
            "-g", str(gop), "-keyint_min", str(gop), "-sc_threshold", "0",
            *_hls(out / rung.name),
        ]  # fmt: skip
    (out / "audio").mkdir()
    return [*command, "-map", "0:a", "-c:a", "aac", "-b:a", "128k", *_hls(out / "audio")]


def _hls(folder: Path) -> list[str]:
    return [
        "-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", "vod",
        "-hls_segment_filename", str(folder / "s%05d.ts"), str(folder / "index.m3u8"),
    ]  # fmt: skip


# ------------------------------------------------------------------ quality


def _quality(
    run: Run,
    film: Path,
    facts: MediaFacts,
    rungs: Sequence[RungSpec],
    asset_id: str,
    plain: Path,
) -> list[Measurement]:
    """For each rung how much less like the film ours is than the reference (SSIM)."""
    rows = []
    for rung in rungs:
        ours = _joined(_clear_segments(run, asset_id, rung.name), run.folder / "ours.ts")
        theirs = _joined(
            [path.read_bytes() for path in sorted((plain / rung.name).glob("s*.ts"))],
            run.folder / "theirs.ts",
        )
        mine, other = (likeness(film, path, rung, facts.fps) for path in (ours, theirs))
        rows.append(
            Measurement(
                name=f"SSIM lost in {rung.name}",
                unit="SSIM",
                ours=mine,
                reference=other,
                value=other - mine,
                goal=0.01,
                valid=1,
                taken=1,
                note="the same command",
            )
        )
    return rows


def _clear_segments(run: Run, asset_id: str, rung: str) -> list[bytes]:
    """What a player gets of this rendition, unsealed."""
    wired = composition.implementations()
    asset = UUID(asset_id)
    sealed_key = one("SELECT content_key_sealed FROM media_asset WHERE id = :id", id=asset)
    prefix = one("SELECT published_prefix FROM media_asset WHERE id = :id", id=asset)
    assert isinstance(sealed_key, bytes | memoryview)
    key = wired.keys.open_key(bytes(sealed_key), asset_id)
    count = one(
        "SELECT array_length(segment_seconds, 1) FROM rendition"
        " WHERE asset_id = :id AND name = :name", id=asset, name=rung,
    )  # fmt: skip
    return [
        hls_sealing.unseal(_object(run, f"{prefix}/{rung}/s{number:05d}.ts"), key, number)
        for number in range(int(str(count)))
    ]


def _object(run: Run, name: str) -> bytes:
    target = run.folder / "object"
    composition.implementations().objects.download(name, target)
    return target.read_bytes()


def _joined(parts: Sequence[bytes], target: Path) -> Path:
    target.write_bytes(b"".join(parts))
    return target


def likeness(film: Path, made: Path, rung: RungSpec, fps: Fraction) -> float:
    """SSIM of what was made against the film at the same size, one picture in five.

    Both are called BT.709 first: FFmpeg converts colors between inputs that say otherwise.
    """
    same = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    fifth = f"{same},settb=1/{fps.numerator},setpts=N*{fps.denominator},select='not(mod(n,5))'"
    graph = (
        f"[0:v]{fifth}[made];"
        f"[1:v]scale={rung.width}:{rung.height}:flags=bicubic,format=yuv420p,{fifth}[film];"
        "[made][film]ssim=shortest=1"
    )
    done = subprocess.run(
        [FFMPEG, "-nostdin", "-hide_banner", "-i", made, "-i", film, "-filter_complex", graph,
         "-f", "null", "-"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(_SSIM.findall(done.stderr)[-1])
