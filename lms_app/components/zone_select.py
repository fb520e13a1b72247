"""A choice of time zones: the browser knows them all, so no list of them travels."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import language, t

_ZONES_JS = """
const zonesByRegion = () => {
  const regions = new Map();
  let all = [];
  try { all = Intl.supportedValuesOf("timeZone"); } catch {}
  for (const zone of all) {
    const region = zone.includes("/") ? zone.split("/")[0] : "UTC";
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  return [...regions];
};
function MarginZoneSelect({id, name, value, site, lang, words, ...rest}) {
  const [zone, setZone] = useState(value), [now, setNow] = useState(null), [mine, setMine] = useState("");
  const regions = useMemo(zonesByRegion, []);
  useEffect(() => {
    try { setMine(Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""); } catch {}
    setNow(new Date());
    const clock = setInterval(() => setNow(new Date()), 10000);
    return () => clearInterval(clock);
  }, []);
  const shown = (name) => name.split("/").slice(1).join(" / ").replaceAll("_", " ") || name;
  const time = now && new Intl.DateTimeFormat(lang === "en" ? "en-US" : "ko-KR",
    {timeZone: zone || site, dateStyle: "medium", timeStyle: "short"}).format(now);
  const known = !zone || zone === mine || regions.some(([, zones]) => zones.includes(zone));
  return <>
    <span className="select-wrap">
      <select id={id} name={name} className="select-native" value={zone} {...rest}
        onChange={(event) => setZone(event.target.value)}>
        <option value="">{words.site.replace("{zone}", site)}</option>
        {mine && mine !== site && <option value={mine}>{words.mine.replace("{zone}", mine)}</option>}
        {!known && <option value={zone}>{zone}</option>}
        {regions.map(([region, zones]) => <optgroup key={region} label={region}>
          {zones.filter((one) => one !== mine).map((one) =>
            <option key={one} value={one}>{shown(one)}</option>)}</optgroup>)}
      </select>
      <svg className="icon" width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor"
        strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true"><path d="m6 9 6 6 6-6" /></svg>
    </span>
    <p className="field-hint num" id={id + "-hint"}>{time ? words.now.replace("{time}", time) : "\\u00a0"}</p>
  </>;
}
"""


class ZoneSelect(rx.Component):
    tag = "MarginZoneSelect"

    name: rx.Var[str]

    value: rx.Var[str]

    site: rx.Var[str]

    lang: rx.Var[str]

    words: rx.Var[dict[str, str]]

    def add_imports(self) -> dict[str, Any]:
        return {"react": ["useEffect", "useMemo", "useState"]}

    def add_custom_code(self) -> list[str]:
        return [_ZONES_JS]


def zone_select(name: str, *, value: Any, site: str) -> rx.Component:
    """A native select of time zones with the time it is there; `site` is the one of who chose none.

    `name` is also the id; the first value it is given counts.
    """
    return ZoneSelect.create(
        id=name,
        name=name,
        value=value,
        site=site,
        lang=language(),
        words={
            "site": t("language.zone_site", zone="{zone}"),
            "mine": t("language.zone_mine", zone="{zone}"),
            "now": t("language.zone_now", time="{time}"),
        },
    )
