"""The pages about plan templates: the list, one version, its sections and parts, and its file."""
