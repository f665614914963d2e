"""Profiles that come with got: whole sets of brains and brushes under one name."""

PROFILES: dict[str, dict[str, object]] = {
    "got-6b": {"model": "GoT-6B"},
    "sdxl": {
        "reasoner": "Qwen/Qwen2.5-VL-3B-Instruct",
        "renderer": "stabilityai/stable-diffusion-xl-base-1.0",
    },
    "flux2-klein": {
        "reasoner": "Qwen/Qwen3-VL-4B-Instruct",
        "renderer": "black-forest-labs/FLUX.2-klein-4B",
        "steps": 4,
    },
    "qwen-image-edit": {
        "reasoner": "Qwen/Qwen3-VL-4B-Instruct",
        "renderer": "Qwen/Qwen-Image-Edit-2509",
    },
    "local-server": {"reasoner": {"source": "http://localhost:8000/v1"}},
    "ollama": {"reasoner": {"source": "http://localhost:11434/v1", "model": "qwen2.5vl:7b"}},
    "openai": {
        "reasoner": {
            "source": "https://api.openai.com/v1",
            "model": "gpt-4.1-mini",
            "key_variable": "OPENAI_API_KEY",
        },
        "renderer": {
            "source": "https://api.openai.com/v1",
            "model": "gpt-image-1",
            "key_variable": "OPENAI_API_KEY",
            "timeout_s": 600,
            "sizes": [[1024, 1024], [1536, 1024], [1024, 1536]],
        },
    },
}
"""Settings that each profile puts over those of the file; a file may add its own."""
