"""The page: a conversation beside the plan, over the assistant; it holds no logic of its own."""
