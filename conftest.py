"""Before any settings load: tests keep their own data folder and never touch the owner's."""

import os
import tempfile

os.environ["YORISOI_DATA"] = tempfile.mkdtemp(prefix="yorisoi-test-")
