"""`raw` and `curated` in an object store.

A night always works on folders of its machine. A place in a store is mirrored there first; when the night is done, what
it published is sent, and one pointer object, `latest`, then says where it lies:

    <prefix>/snapshots/<id>/…  <prefix>/held/<id>/…  <prefix>/failed/…  <prefix>/latest = "snapshots/<id>"

The store is the truth and the mirror is not: whatever the mirror has otherwise is put right when it is next brought.
"""
