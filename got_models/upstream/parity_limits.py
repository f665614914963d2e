"""How far ours may be from upstream's numbers: float32 sums taken in another order, no more.

Light: no torch. The limits are a few times what rounding does between versions of the libraries; a
real mistake is thousands of times larger.
"""

LIMITS = {
    "time_ids": 0.0,
    "position_ids": 0.0,
    "image_grid_thw": 0.0,
    "init_noise": 0.0,
    "step_noise": 0.0,
    "pixel_values_first4": 1e-5,
    "pixel_values_sum_per_row_first64": 1e-2,
    "ref_pixels": 1e-6,
    "image_embeds": 5e-5,
    "embed_out_first8": 5e-5,
    "mask_latents": 1e-5,
    "mask_latent_mean": 1e-5,
    "ref_latent": 1e-5,
    "gen_hidden": 5e-5,
    "hidden_at_boi": 5e-5,
    "cond_embeds": 5e-5,
    "null_embeds": 5e-5,
    "pooled_embeds": 5e-5,
    "logits_at_boi": 1e-4,
    "logits_last": 1e-4,
    "step_logits": 1e-4,
    "unet_in": 1e-5,
    "unet_out": 5e-5,
    "eps": 1e-4,
    "latents_after_step": 5e-4,
    "final_latents": 5e-4,
    "decoded_raw": 1e-4,
    "image": 1e-4,
    "mask": 0.0,
    "output": 1.0,
    "final": 1.0,
}
"""Largest absolute difference by name; those of pictures are in levels of 0 to 255."""


def limit_of(name: str) -> float | None:
    """Return the limit of a tensor, such as `eps_step2`; None when nothing is known of it."""
    return LIMITS.get(name.partition("_step")[0] if name not in LIMITS else name)
