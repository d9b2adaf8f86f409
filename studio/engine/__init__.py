"""Where diffusion happens; torch lives here and nowhere else."""
