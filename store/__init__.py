"""What Tierline knows: models, queries, migrations, portfolio import and export, audit, outbox."""
