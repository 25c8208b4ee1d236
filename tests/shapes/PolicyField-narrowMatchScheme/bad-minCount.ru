# expect: PolicyField-narrowMatchScheme MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX policy-field: <https://w3id.org/chiiki/vocab/policy-field/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { <field/2> skos:narrowMatch policy-field:宇宙 }
