"""The recipe as the one-string `parameters` note that other picture tools read."""

from tools.recipe import Recipe


def parameters(recipe: Recipe) -> str:
    """Write wish and settings the way Stable Diffusion front ends note them."""
    width, height = recipe.size
    settings = {
        "Steps": recipe.steps,
        "CFG scale": f"{recipe.guidance.text:g}",
        "Seed": recipe.seed,
        "Size": f"{width}x{height}",
        "Model hash": recipe.weights_hash[:10],
        "Model": recipe.model.replace(",", " "),
        "Version": recipe.software.replace(",", " "),
    }
    return f"{recipe.wish}\n" + ", ".join(f"{key}: {value}" for key, value in settings.items())
