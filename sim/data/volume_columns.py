"""What reports of volumes call their columns, in English, German and French."""

from __future__ import annotations

from sim.data.header import DataKind

VOLUMES = DataKind(
    "demand.volumes_file", "volumes file", ("start", "channel", "offered"),
    ("date", "time", "answered", "abandoned", "aht_seconds"), ("nan", "null"),
    instead={"start": ("date",), "channel": (), "offered": ("answered",)},
    counts=("offered", "answered", "abandoned"),
    names="demand.volumes_columns", dated=True,
    hints={
        "start": ("start", "interval_start", "start_time", "starttime", "period_start", "date_time", "datetime",
                  "timestamp", "zeitpunkt", "datum_uhrzeit", "date_heure", "date_et_heure"),
        "date": ("date", "day", "datum", "tag", "jour"),
        "time": ("time", "interval", "half_hour", "uhrzeit", "intervall", "zeit", "zeitraum", "von", "heure",
                 "intervalle", "tranche_horaire", "créneau"),
        "channel": ("channel", "queue_name", "queue", "skill", "split_skill", "vdn", "hotline", "kanal",
                    "warteschlange", "canal", "file", "file_d_attente", "media_type", "media", "medium"),
        "offered": ("offered", "calls_offered", "contacts_offered", "offer", "calls_received", "received", "inbound",
                    "volume", "calls", "contacts", "angeboten", "angebotene_anrufe", "anrufe_angeboten", "eingehend",
                    "anrufe", "présentés", "appels_présentés", "appels_reçus", "reçus", "appels"),
        "answered": ("answered", "answer", "calls_answered", "handled", "calls_handled", "acd_calls", "angenommen",
                     "angenommene_anrufe", "bearbeitet", "traités", "appels_traités", "appels_répondus", "décrochés"),
        "abandoned": ("abandoned", "calls_abandoned", "aban_calls", "abandons", "abandon", "lost", "abgebrochen",
                      "aufgelegt", "verloren", "abandonnés", "appels_abandonnés", "perdus"),
        "aht_seconds": ("aht", "aht_s", "aht_sec", "aht_seconds", "avg_handle", "avg_handle_time", "handle_time",
                        "average_handle_time", "average_handling_time", "avg_handle_time_sec", "ø_aht",
                        "bearbeitungszeit", "mittlere_bearbeitungszeit", "ø_bearbeitungszeit", "dmt",
                        "durée_moyenne_de_traitement"),
    },
)  # fmt: skip
