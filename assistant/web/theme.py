"""Colours and type of a calm public service, as a Gradio theme; nothing is fetched from outside."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

__all__ = ["ASSETS", "THEME_COLOUR", "service_theme"]

ASSETS = Path(__file__).parent / "assets"
THEME_COLOUR = "#12508c"

_BLUE = gr.themes.Color(
    name="service-blue",
    c50="#eef5fc",
    c100="#d9e8f7",
    c200="#b4d1ee",
    c300="#84b3e0",
    c400="#4f90cd",
    c500="#2a72b5",
    c600="#12508c",
    c700="#104677",
    c800="#0e3a62",
    c900="#0d3050",
    c950="#081e33",
)
_FONTS = (
    "system-ui",
    "PingFang SC",
    "Microsoft YaHei",
    "HarmonyOS Sans SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "sans-serif",
)


def service_theme() -> gr.themes.Base:
    """The theme of the page; large type and high contrast are added by assets/style.css."""
    theme = gr.themes.Default(
        primary_hue=_BLUE,
        secondary_hue=_BLUE,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=_FONTS,
        font_mono=("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"),
    )
    return theme.set(
        body_background_fill="#f5f7fa",
        body_text_color="#1b2733",
        body_text_color_subdued="#51606f",
        block_label_text_color="#3c4b5a",
        block_title_text_color="#24323f",
        block_title_text_weight="600",
        block_border_color="#dbe2ea",
        border_color_primary="#dbe2ea",
        input_border_color="#a9b5c2",
        input_placeholder_color="#5f6e7d",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_text_color="white",
        button_secondary_text_color="#24323f",
        button_secondary_background_fill="white",
        button_secondary_border_color="#b9c4d0",
        body_background_fill_dark="#10161d",
        body_text_color_dark="#e6ebf1",
        body_text_color_subdued_dark="#a9b6c4",
        block_background_fill_dark="#18212b",
        block_label_text_color_dark="#c3ced9",
        block_title_text_color_dark="#e6ebf1",
        block_border_color_dark="#324050",
        border_color_primary_dark="#324050",
        input_background_fill_dark="#131b24",
        input_border_color_dark="#53647a",
        input_placeholder_color_dark="#93a3b5",
        button_primary_background_fill_dark="#2a72b5",
        button_primary_background_fill_hover_dark="#12508c",
        button_secondary_background_fill_dark="#22303d",
        button_secondary_text_color_dark="#e6ebf1",
        button_secondary_border_color_dark="#53647a",
    )
