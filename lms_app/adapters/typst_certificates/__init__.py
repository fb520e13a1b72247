"""`CertificateRenderer` over Typst: a library in this process, with fonts of ours and no others."""

from lms_app.adapters.typst_certificates.renderer import TypstCertificates

__all__ = ["TypstCertificates"]
