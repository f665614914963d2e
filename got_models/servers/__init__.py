"""Asking servers over HTTP: patiently, within bounds, and with one clear error. Light."""
