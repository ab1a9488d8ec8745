"""The Sunlight Portal 阳光便民门户: the web portal and back office of a convenience-service centre."""

import warnings

# Pyramid and Deform find their files by pkg_resources, which warns; setuptools is pinned below its removal.
warnings.filterwarnings("ignore", "pkg_resources is deprecated", UserWarning)
