"""Files read and judged by themselves, before they are sent. Knows neither Prefect nor Great Expectations."""
