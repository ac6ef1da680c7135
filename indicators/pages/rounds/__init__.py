"""填报任务: opening rounds, and who has not reported."""
