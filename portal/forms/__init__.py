"""Forms of pydantic models: drawn by Deform with the portal's own templates, judged by the model alone.

A view shows and takes one so; ``Ui`` (``portal.core.ui``) says in the model how a field is asked for:

    form = PortalForm(request, LetterIn, "letter", submit=_("Send"), uploads=Uploads(limit=5))
    GET:  return {"form": form.show({"unit": 3})}
    POST: outcome = form.receive()
          if outcome.value is None:
              return {"form": outcome.page}
          try:
              way = request.write_once("letter", verb, outcome.value, outcome.files)
          except Refusal as refusal:
              return {"form": form.refuse(refusal)}
          return HTTPSeeOther(way)
"""
