"""Addresses of documents, signatures and clauses."""

from django.urls import URLPattern, path

from maille.journeys.views import clauses, documents, my_documents

ONE, MINE = "documents/<int:document_id>/", "mon-parcours/documents/"
CLAUSES = "structures/<int:host_id>/clauses/"
urlpatterns: list[URLPattern] = [
    path("periodes/<int:period_id>/document/", documents.issue, name="issue_document"),
    path("contrats/<int:contract_id>/attestation/", documents.certificate, name="issue_certificate"),
    path("contrats/<int:contract_id>/fin-ecrite/", documents.early_end, name="issue_early_end"),
    path("parcours/<int:journey_id>/fiche-navette/", documents.shuttle_sheet, name="issue_shuttle_sheet"),
    path(ONE, documents.document, name="document"),
    path(f"{ONE}pdf/", documents.download, name="document_pdf"),
    path(f"{ONE}preuve/", documents.proof, name="document_proof"),
    path(f"{ONE}copies/<int:file_id>/", documents.scan, name="document_scan"),
    path(f"{ONE}signer/", documents.sign, name="sign_document"),
    path(f"{ONE}signer/code/", documents.code, name="document_code"),
    path(f"{ONE}papier/", documents.paper, name="paper_signature"),
    path(MINE, my_documents.my_documents, name="my_documents"),
    path(f"{MINE}<int:mine_id>/", my_documents.my_document, name="my_document"),
    path(f"{MINE}<int:mine_id>/pdf/", my_documents.my_pdf, name="my_pdf"),
    path(f"{MINE}<int:mine_id>/preuve/", my_documents.my_proof, name="my_proof"),
    path(f"{MINE}<int:mine_id>/signer/", my_documents.my_signature, name="my_signature"),
    path(f"{MINE}<int:mine_id>/signer/code/", my_documents.my_code, name="my_code"),
    path(CLAUSES, clauses.clauses, name="clauses"),
    path(f"{CLAUSES}<slug:kind>/", clauses.clauses_of, name="clauses_of"),
    path(f"{CLAUSES}<slug:kind>/<int:number>/", clauses.version, name="clauses_version"),
]
