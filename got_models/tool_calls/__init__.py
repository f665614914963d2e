"""Tool calls in Qwen's written form: values, text, and a grammar that lets nothing else through."""
