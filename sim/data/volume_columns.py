"""What reports of volumes call their columns, in English, German and French."""

from __future__ import annotations

from sim.data.header import DataKind

HANDLING = ("talk_seconds", "hold_seconds", "wrap_seconds")  # what a handling time is made of
VOLUMES = DataKind(
    "demand.volumes_file", "volumes file", ("start", "channel", "offered"),
    ("date", "time", "answered", "abandoned", "aht_seconds", "talk_seconds", "hold_seconds", "wrap_seconds",
     "abandoned_share"),
    ("nan", "null"),
    instead={"start": ("date",), "channel": (), "offered": ("answered",)},
    counts=("offered", "answered", "abandoned"),
    names="demand.volumes_columns", dated=True,
    hints={
        "start": ("start", "interval_start", "start_time", "starttime", "period_start", "date_time", "datetime",
                  "timestamp", "zeitpunkt", "datum_uhrzeit", "date_heure", "date_et_heure"),
        "date": ("date", "day", "datum", "tag", "jour", "weekday", "day_of_week", "wochentag"),
        "time": ("time", "interval", "half_hour", "uhrzeit", "intervall", "zeit", "zeitraum", "von", "heure",
                 "intervalle", "tranche_horaire", "créneau", "hour", "stunde", "hr"),
        "channel": ("channel", "queue_name", "queue", "skill", "split_skill", "vdn", "hotline", "kanal",
                    "warteschlange", "canal", "file", "file_d_attente", "media_type", "media", "medium"),
        "offered": ("offered", "calls_offered", "contacts_offered", "offer", "calls_received", "received", "inbound",
                    "volume", "calls", "contacts", "angeboten", "angebotene_anrufe", "anrufe_angeboten", "eingehend",
                    "eingang", "eingänge",
                    "anrufe", "présentés", "appels_présentés", "appels_reçus", "reçus", "appels"),
        "answered": ("answered", "answer", "calls_answered", "handled", "calls_handled", "acd_calls", "angenommen",
                     "angenommene_anrufe", "bearbeitet", "traités", "appels_traités", "appels_répondus", "décrochés"),
        "abandoned": ("abandoned", "calls_abandoned", "aban_calls", "abandons", "abandon", "lost", "abgebrochen",
                      "aufgelegt", "verloren", "abandonnés", "appels_abandonnés", "perdus"),
        "abandoned_share": ("abandon_rate", "abandonment_rate", "aban_rate", "abandon", "abandoned", "aban",
                            "verlorenquote", "abbruchquote", "verloren", "aufgelegt", "taux_d_abandon"),
        "aht_seconds": ("aht", "aht_s", "aht_sec", "aht_seconds", "avg_handle", "avg_handle_time", "handle_time",
                        "average_handle_time", "average_handling_time", "avg_handle_time_sec", "ø_aht",
                        "bearbeitungszeit", "mittlere_bearbeitungszeit", "ø_bearbeitungszeit", "dmt",
                        "durée_moyenne_de_traitement"),
        "talk_seconds": ("talk", "talk_time", "avg_talk", "avg_talk_time", "average_talk_time", "avg_acd_time", "att",
                         "gesprächszeit", "gesprächsdauer", "dmc", "durée_moyenne_de_conversation"),
        "hold_seconds": ("hold", "hold_time", "avg_hold", "avg_hold_time", "haltezeit"),
        "wrap_seconds": ("acw", "acw_time", "avg_acw", "avg_acw_time", "after_call_work", "wrap", "wrap_up",
                         "wrap_up_time", "nachbearbeitung", "nachbearbeitungszeit", "post_appel"),
    },
)  # fmt: skip
